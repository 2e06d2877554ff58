from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("issues", "0002_register")]

    operations = [
        migrations.AlterModelOptions(
            name="issue",
            options={
                "ordering": ["title", "id"],
                "permissions": [
                    ("edit_register", "Can write the register"),
                    ("merge_register", "Can merge and split entries of the register"),
                ],
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
            },
        ),
    ]
