"""Small grammars of printed values: numbers, dates, periods. Text in, values with their places out; nothing else is known."""
