"""What is public already stands in the log of changes, so that who follows it from its beginning has all."""

from django.db import migrations

from articles import backlog


def write(apps, schema_editor):
    backlog.write(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_help_texts"),
        ("issues", "0005_help_texts"),
        ("sejong_cms", "0003_changes"),
    ]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
