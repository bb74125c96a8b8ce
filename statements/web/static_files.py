"""How static files are kept for browsers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names, in the imports of scripts too, and compressed copies."""

    support_js_module_import_aggregation = True
