"""How an issue moved, for templates that show a few issues."""

from django import template

from .. import course

register = template.Library()

register.simple_tag(course.course)
register.simple_tag(course.outlook_move)
register.simple_tag(course.likelihood_move)
