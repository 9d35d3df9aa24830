"""What every other package may use: problems, rules, money, YAML, files, git. Imports nothing of the engine."""
