"""Static files named by their content, ES-module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Far-future caching for every asset; module imports are rewritten too."""

    support_js_module_import_aggregation = True
    manifest_strict = False
