# fish completion for git-secrets. Made by "python -m tools.manual".
complete -c git-secrets -w git-secrets-py
