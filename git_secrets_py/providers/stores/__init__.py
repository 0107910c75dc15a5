"""The stores: pure functions that read the secrets in the content of a file.

Each takes the content and yields ``StoredSecret``. ``providers.store_table`` lists the stores.
"""
