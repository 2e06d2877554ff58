"""What every page of the desk needs to know of its person: their language, and how much is new to them."""

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import translation

from .models import Edition


class DeskOfPerson:
    """Below /admin/ alone: activates the language of the account's setting, and counts unseen notices.

    Readers' pages never look at a person. One query, and those for the person's permissions, which every
    page of the desk asks for; the count is `request.unseen_notices`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        people = get_user_model().objects.filter(pk=request.user.pk).order_by()
        # As the list has them: a notice may be of a piece that the person may not open any more.
        visible = Edition.objects.visible_to(request.user)
        unseen = Count("notices", filter=Q(notices__seen_at=None, notices__edition__in=visible))
        found = people.values_list("account__language").annotate(unseen=unseen).first()
        language, request.unseen_notices = found or (None, 0)
        if language is None:
            return self.get_response(request)
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
