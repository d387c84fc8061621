"""Rules of actions, ACT-nn: `agreeing` one (01 to 12), and `working` on it (04 and from 20)."""
