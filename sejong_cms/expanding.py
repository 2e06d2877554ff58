"""`fields` and `expand`: less of an answer, or more, each from a closed list."""

from dataclasses import dataclass

from drf_spectacular.utils import OpenApiParameter

from . import params


class PublicOnly:
    """A serializer of an entry (mixed in): null where there is none, and where it is not public."""

    def get_attribute(self, instance):
        entry = super().get_attribute(instance)
        return entry if entry is not None and entry.is_public else None


@dataclass(frozen=True)
class Expansion:
    """A relation that may be asked for whole: `shape` is the serializer of the whole.

    It takes the place of the reference of its name, or, with `within`, comes into each item of that list
    besides, called `within`. `source` is where it is found, if not by its name. `load(view, rows)` fetches what the shape
    reads, if rows do not have it, in a fixed number of queries.
    """

    shape: type
    source: str | None = None
    within: str | None = None
    load: object = None

    def into(self, fields, name):
        """Let `fields` of a serializer answer with the whole."""
        if self.within:
            fields[name].child.fields[self.within] = self.shape()
            return
        options = {"source": self.source} if self.source else {}
        whole = type(self.shape.__name__, (PublicOnly, self.shape), {})
        fields[name] = whole(allow_null=True, **options)

    def describe(self, properties, name, schema):
        """The same in the description; `schema` is the AutoSchema under way."""
        whole = schema.resolve_serializer(self.shape(), "response").ref
        if self.within:
            credit = schema.registry[_component(properties[name]["items"])].schema
            credit["properties"][self.within] = whole
            return
        known = properties[name]
        choices = known.get("oneOf") or known.get("anyOf") or [known]
        if whole not in choices:
            properties[name] = {"anyOf": [whole, *choices]}


class Sparse:
    """A view set whose lists and details take `fields` and `expand` (mixed into a ReadViewSet)."""

    sparse_actions = ("list", "retrieve")
    #: {the name in `expand`: Expansion}
    expansions = {}

    @property
    def is_sparse(self):
        return self.action in self.sparse_actions

    def parameters(self):
        own = {"fields", *(["expand"] if self.expansions else [])} if self.is_sparse else set()
        return super().parameters() | own

    def query_parameters(self):
        found = super().query_parameters()
        if self.is_sparse:
            names = list(self.get_serializer_class()().fields)
            found.append(_listed("fields", names, "Only these fields, separated by commas."))
            if self.expansions:
                told = "These relations whole, separated by commas."
                found.append(_listed("expand", list(self.expansions), told))
        return found

    def get_serializer(self, *args, **kwargs):
        serializer = super().get_serializer(*args, **kwargs)
        if self.is_sparse:
            fields = getattr(serializer, "child", serializer).fields
            for name in self.asked("expand", self.expansions):
                self.expansions[name].into(fields, name)
            if asked := self.asked("fields", fields):
                for name in fields.keys() - asked:
                    fields.pop(name)
        return serializer

    def expanded(self, rows):
        """`rows` with what the relations that are asked for read."""
        for name in self.asked("expand", self.expansions):
            if load := self.expansions[name].load:
                load(self, rows)
        return rows

    def asked(self, parameter, known):
        """The names that `parameter` lists, each one of `known`; none where it is not given."""
        value = self.request.query_params.get(parameter)
        names = value.split(",") if value else []
        if set(names) - set(known) or len(set(names)) < len(names):
            told = f"Give some of these, each once, separated by commas: {', '.join(known)}."
            raise params.BadParameter(parameter, told)
        return names


def describe_parts(schema, view, answer):
    """Say in `answer`, the schema of a 200 of `view`, what `fields` and `expand` make of it."""
    shape = schema.resolve_serializer(view.get_serializer_class()(), "response")
    for name, expansion in view.expansions.items():
        expansion.describe(shape.schema["properties"], name, schema)
    part = type(shape)(
        name=f"{shape.name}Part",
        type=shape.SCHEMA,
        object=f"{shape.name}Part",
        schema={
            "type": "object",
            "description": f"Of {shape.name} what `fields` asks for.",
            "minProperties": 1,
            "properties": shape.schema["properties"],
        },
    )
    schema.registry.register_on_missing(part)
    either = {"anyOf": [shape.ref, part.ref]}
    if view.action == "list":
        page = schema.registry[_component(answer)]
        page.schema["properties"]["results"]["items"] = either
    else:
        answer.clear()
        answer.update(either)


def _component(ref):
    kind, name = ref["$ref"].split("/")[-2:]
    return name, kind


def _listed(name, names, told):
    items = {"type": "string", "enum": names}
    return OpenApiParameter(
        name,
        {"type": "array", "items": items, "minItems": 1, "uniqueItems": True},
        style="form",
        explode=False,
        description=told,
    )
