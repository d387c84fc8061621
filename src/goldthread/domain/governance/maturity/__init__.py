"""Maturity: the five markers that learning is embedded, read from what was recorded (row 120).

Nobody scores themselves: each marker is worked out from checks, actions and registers, with how
many it rests on and how sure that makes it. What is not recorded is "not measured yet".
"""
