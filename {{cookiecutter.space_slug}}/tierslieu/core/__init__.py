"""What every other package may use: problems, rules, money, YAML, files, git. It imports no other package of ours."""
