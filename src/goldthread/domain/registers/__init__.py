"""Registers: what has to be kept, watched and reviewed beside the incidents themselves."""
