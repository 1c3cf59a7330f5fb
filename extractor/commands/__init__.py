"""commands: what the command line offers, a file for each group. Each hands its arguments to one room and shows what comes back."""
