"""Tables written so that a spreadsheet opens them as data and never as a program."""
