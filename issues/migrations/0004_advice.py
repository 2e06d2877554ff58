from django.conf import settings
from django.db import migrations, models

from articles.triggers import LiftTriggers, SetTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0003_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftTriggers(),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                fields=["recommendation", "-occurred_on", "-recorded_at", "-id", "status"],
                name="step_newest",
            ),
        ),
        SetTriggers(),
    ]
