"""Full-text search over narratives, in the way of each database."""

from django.db import migrations

from goldthread.domain.incidents import search_index


def install(apps, schema_editor):
    for statement in search_index.install(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
