# fish completion for git-secrets. Made by "python -m git_secrets_py.manual".
complete -c git-secrets -w git-secrets-py
