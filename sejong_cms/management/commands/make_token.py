from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from sejong_cms import tokens


class Command(BaseCommand):
    help = "Make an access token for the API, and print it once, as the last word of the last line."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=[*tokens.Scope.values, "all"],
            help="what it may be used for; may be given more than once",
        )
        parser.add_argument("--days", type=int, default=tokens.USUAL, help="how long it lives")
        parser.add_argument("--name", default="", help="what it is for")

    def handle(self, *args, username, scope, days, name, **options):
        people = get_user_model().objects
        person = people.filter(**{people.model.USERNAME_FIELD: username}).first()
        if person is None:
            raise CommandError(f"There is nobody called {username}.")
        scopes = tokens.Scope.values if "all" in scope else scope
        try:
            token, secret = tokens.make(
                person, name=name or "make_token", scopes=scopes, by=None, days=days
            )
        except tokens.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        until = token.expires_at.date().isoformat()
        self.stdout.write(f"For {username}, {', '.join(token.scopes)}, until {until}: {secret}")
