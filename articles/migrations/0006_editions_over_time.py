from django.db import migrations, models

from articles.triggers import LiftTriggers, SetTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_advice"),
    ]

    operations = [
        LiftTriggers(),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["state", "live_from", "live_until", "published_at", "published_on", "id"],
                name="edition_over_time",
            ),
        ),
        SetTriggers(),
    ]
