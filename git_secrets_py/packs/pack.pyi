from git_secrets_py.packs.table import PackTable

class Pack(PackTable):
    def link(self) -> None: ...
