"""What schemathesis can't know of itself: which ids there are, and what an Excel file is.

Without this, nearly all that it makes up ends at "there is no such event". With it most of the valid requests name what
is there, so that they get to the rules behind. Whatever a hook changes, schemathesis then judges anew whether the
request is valid, so nothing wrong is made right unseen.
"""

import atexit
import collections
import io
import json
import os
import random
import urllib.request
import uuid
import zipfile

import schemathesis

API = os.environ["WORKSHOPS_API"]
ADMIN_TOKEN = os.environ["WORKSHOPS_ADMIN_TOKEN"]
EVENT_FILE = os.environ["WORKSHOPS_EVENT_FILE"]
STUDENTS_FILE = os.environ["WORKSHOPS_STUDENTS_FILE"]
COUNTS_FILE = os.environ["WORKSHOPS_COUNTS_FILE"]

# How many requests pass before it is looked anew what is there: the administrator's destroy things.
STALE_AFTER = 50


def ask(method, path, body=None, kind="application/json"):
    """What the administrator is answered."""
    request = urllib.request.Request(API + path, method=method, data=body)
    request.add_header("Authorization", f"Bearer {ADMIN_TOKEN}")
    if body is not None:
        request.add_header("Content-Type", kind)
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


class Living:
    """What is there: an event with workshops and students."""

    def __init__(self):
        self.event, self.students, self.age, self.agreements, self.tags = None, [], 0, {}, {}

    def look(self):
        """Looks anew after a while. If all has been destroyed, the example event is imported again."""
        self.age += 1
        if self.event is None or self.age > STALE_AFTER:
            self.age = 0
            self.event = self.find() or self.restore()
            self.students = ask("GET", f"/events/{self.event['id']}/students?limit=1000")["students"]
        return self

    def find(self):
        """The oldest event that still has something to choose and someone to choose it."""
        for summary in reversed(ask("GET", "/events?limit=1000")["events"]):
            event = ask("GET", f"/events/{summary['id']}")
            if event["workshops"] and ask("GET", f"/events/{event['id']}/students?limit=1")["students"]:
                return event
        return None

    def restore(self):
        with open(EVENT_FILE, encoding="utf-8") as file:
            document = json.load(file)
        document["slug"] = f"again-{uuid.uuid4().hex[:12]}"
        event = ask("POST", "/events/import", json.dumps(document).encode())
        with open(STUDENTS_FILE, "rb") as file:
            ask("POST", f"/events/{event['id']}/students/import", file.read(), "text/csv")
        return event

    def ids(self, of):
        if of == "events":
            return [self.event["id"]]
        return [one["id"] for one in (self.students if of == "students" else self.event[of])]

    def selection(self, chance):
        """Workshops of which no two are at one moment; mostly one that a student may choose."""
        taken, chosen = set(), []
        for workshop in chance.sample(self.event["workshops"], len(self.event["workshops"])):
            if not taken & set(workshop["moment_ids"]):
                taken |= set(workshop["moment_ids"])
                chosen.append(workshop["id"])
        return chosen


living = Living()
# How often each call was answered with each status.
statuses = collections.defaultdict(collections.Counter)

# What the ids in a body are ids of.
MEMBERS = {"group_id": "groups", "group_ids": "groups", "moment_ids": "moments", "workshop_ids": "workshops",
           "a": "workshops", "b": "workshops"}


def is_id(value):
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def with_living_ids(value, chance):
    """The same with ids of what is there. Ids that were the same stay the same, and others others."""
    if isinstance(value, list):
        return [with_living_ids(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {}
    for name, member in value.items():
        there = living.ids(MEMBERS[name]) if name in MEMBERS else []
        if is_id(member) and there:
            changed[name] = chance.choice(there)
        elif name in MEMBERS and isinstance(member, list):
            named = list(dict.fromkeys(item for item in member if is_id(item)))
            those = dict(zip(named, chance.sample(there, min(len(named), len(there)))))
            changed[name] = [those.get(item, item) if isinstance(item, str) else item for item in member]
        else:
            changed[name] = with_living_ids(member, chance)
    return changed


def better_body(case, body, chance):
    """A body that gets further, of a case whose body is valid."""
    name = case.operation.definition.raw["operationId"]
    if name == "log_in" and body["login_type"] == "user" and living.students:
        return body | {"credential": chance.choice(living.students)["key"]}
    if name == "import_students":
        group = chance.choice(living.event["groups"])["name"]
        return f"Naam;Klas;Doelgroep;Leerlingnummer\n{uuid.uuid4()};1A;{group};\nTwee;2B;{group};{chance.randrange(9)}\n"
    if name == "import_event":
        for of in ("moments", "groups", "workshops"):
            for place, part in enumerate(body[of]):
                part |= {"key": f"{of} {place}"} | ({"name": f"{place}{part['name']}"[:200]} if "name" in part else {})
        for workshop in body["workshops"] if body["moments"] else []:
            workshop |= {"moments": [chance.choice(body["moments"])["key"]], "groups": []}
        return body | {"links": [], "slug": f"slug-{chance.getrandbits(64):x}"}
    if name in ("register", "place") and body["workshop_ids"]:
        return body | {"workshop_ids": living.selection(chance)}
    return body


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    # A stateful case takes its ids from the answers before it.
    if meta is None or meta.phase.name.value == "stateful":
        return
    living.look()
    # The same case gets the same, so that a failure can be told again.
    chance = random.Random(repr((case.operation.label, case.path_parameters, case.query, case.body)))
    usually = lambda: chance.random() < 0.8
    is_valid = {place.value: not part.mode.is_negative for place, part in meta.components.items()}
    there = living.ids(case.path.split("/")[1]) if case.path_parameters else []
    # An example event that is deleted at once is of no use to the other tests.
    if is_valid.get("path") and there and usually() and case.operation.label != "DELETE /events/{id}":
        case.path_parameters["id"] = chance.choice(there)
    if isinstance(case.body, (dict, str)) and usually():
        if isinstance(case.body, dict):
            case.body = with_living_ids(case.body, chance)
        if is_valid.get("body") and usually():
            case.body = better_body(case, case.body, chance)
    if is_valid.get("query") and case.query and "agree" in case.query:
        case.query["agree"] = living.agreements.get((case.method, case.formatted_path), case.query["agree"])
    # The coverage phase writes headers in letters and digits alone: its stand-in for any tag is no tag.
    tag = (case.headers or {}).get("If-Match")
    if tag == "0" or (tag and is_valid.get("header") and usually()):
        case.headers["If-Match"] = living.tags.get(case.formatted_path) or living.tags.get("event", '"v0"')


@schemathesis.hook
def after_call(context, case, response):
    statuses[f"{case.method} {case.path}"][response.status_code] += 1
    if response.status_code == 404:
        living.age += STALE_AFTER // 5
    if response.status_code == 409 and (agree := response.json().get("agree")):
        living.agreements[case.method, case.formatted_path] = agree
    for tag in response.headers.get("etag", []):
        living.tags[case.formatted_path] = tag
        if tag.startswith('"v'):
            living.tags["event"] = tag


@schemathesis.deserializer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def excel(context, response):
    """An Excel file is a zip archive that holds a workbook; the server's own tests read its cells."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        if archive.testzip() is not None or "xl/workbook.xml" not in archive.namelist():
            raise ValueError("this is no Excel file")
    return "an Excel file"


@atexit.register
def write_counts():
    with open(COUNTS_FILE, "w", encoding="utf-8") as file:
        json.dump(statuses, file)
