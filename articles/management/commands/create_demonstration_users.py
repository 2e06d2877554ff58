import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.models import Edition
from articles.roles import ROLES


class Command(BaseCommand):
    help = (
        "Make an author, an editor and a publisher with random passwords, shown once; development "
        "only, and only where nobody can log in yet."
    )

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("Accounts whose passwords are printed are for DEBUG=1 only.")
        people = get_user_model().objects
        with transaction.atomic():
            # People that demonstration content is credited to cannot log in and do not count.
            if (
                people.filter(is_active=True)
                .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
                .exists()
            ):
                return
            accounts = [self.create(role) for role in ROLES]
            self.invite(accounts[0][0])
        for name, password in accounts:
            self.stdout.write(
                f"Log in at {settings.SITE_URL}/admin/ as {name} with password {password}"
            )

    @staticmethod
    def create(role):
        people = get_user_model().objects
        name = stem = role.lower()
        while people.filter(username=name).exists():
            name = f"{stem}-{secrets.token_hex(2)}"
        password = secrets.token_urlsafe(12)
        person = people.create_user(name, f"{name}@demonstration.invalid", password, is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        return name, password

    @staticmethod
    def invite(name):
        """Let the author write in the drafts that nobody started, so that the desk is not empty."""
        author = get_user_model().objects.get(username=name)
        for edition in Edition.objects.open().filter(created_by=None):
            edition.invited.add(author)
