from django.db import migrations

from articles.triggers import SetTriggers


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial"), ("issues", "0001_initial")]

    operations = [SetTriggers()]
