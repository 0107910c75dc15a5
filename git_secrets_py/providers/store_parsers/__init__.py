"""The parsers of credential stores: pure functions from the content of a file to its secrets.

Each takes the content and yields ``StoredSecret``. ``providers.store_table`` lists the stores.
"""
