"""The scenario bank: stories made from what happened, with nobody left in them to recognise."""
