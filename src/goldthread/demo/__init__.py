"""The demonstration provider: an invented community mental health provider and its two years.

Content (`content/*.yaml`) is words; `provider`, `people`, `narratives`, `lives` and `stories`
turn it into frozen scripts; `loading` plays the scripts through the domain operations. The same
seed and the same day give the same provider.
"""
