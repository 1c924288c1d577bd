"""What a finished game can be asked: its ghost, its moves one by one, a cloud of other games, its
assumptions. Pure functions of a record; they run beside the window and leave when told to."""
