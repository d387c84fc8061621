"""Recall checks: staff drawn at random are asked, unaided, what was learnt lately."""
