#!/usr/bin/env python3
"""Uses the REST API of a running server as a school's script would, prints what it saw, and fails if that isn't right.

    end2end/api.py ADDRESS PASSWORD [PID]     such as http://127.0.0.1:3000; the server must not have the example event

First the commands of the README's section "The REST API", as they stand there; then what that leaves out; then input
that is wrong in every way that large and malformed input can be, with the server's memory before and after if its
process is named. Nothing but Python's own library is needed, and curl and bash for the README.
"""

import http.client
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
ADDRESS, PASSWORD = sys.argv[1].rstrip("/"), sys.argv[2]
PROCESS = sys.argv[3] if len(sys.argv) > 3 else None
HOST = urllib.parse.urlsplit(ADDRESS).netloc


class Answer:
    """What came back."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def json(self):
        return json.loads(self.body)


def call(method, path, body=None, token=None, kind="application/json", **headers):
    """One call. A body that isn't bytes goes as JSON."""
    connection = http.client.HTTPConnection(HOST, timeout=60)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Content-Type"] = kind
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection.request(method, "/api/v1" + path, body, headers)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def expect(what, right):
    print(f"  {'ok ' if right else 'WRONG'} {what}")
    if not right:
        sys.exit(1)


def log_in(credential, login_type):
    return call("POST", "/auth/login", {"credential": credential, "login_type": login_type}).json["token"]


def readme():
    """Runs the README's commands; gives what they printed."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## The REST API", 1)[1]
    commands = re.search(r"```sh\n(.*?)```", text, re.DOTALL).group(1)
    commands = re.sub("^api=.*$", lambda _: f"api={ADDRESS}/api/v1", commands, flags=re.MULTILINE)
    commands = re.sub("^password=.*$", lambda _: f"password='{PASSWORD}'", commands, flags=re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "server").symlink_to(ROOT / "server")
        # bash says each command before it runs it.
        ran = subprocess.run(
            ["bash", "-euv", "-o", "pipefail"],
            input=commands, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for line in ran.stdout.replace(PASSWORD, "…").splitlines():
            print("  " + (line if len(line) <= 240 else line[:240] + " …"))
        expect("every command of the README succeeded", ran.returncode == 0)
        answers = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith('{"')]
        refused = [answer for answer in answers if answer.get("code") == "refused"]
        expect("one selection was refused, with every reason", [len(one["violations"]) for one in refused] == [2])
        expect("one was stored", [len(one["workshop_ids"]) for one in answers if one.get("registered_at")] == [3])
        book = zipfile.ZipFile(pathlib.Path(folder) / "registrations.xlsx")
        sheets = sum(name.startswith("xl/worksheets/") for name in book.namelist())
        expect(f"the Excel file is whole, with {sheets} worksheets", book.testzip() is None and sheets > 10)
        lines = (pathlib.Path(folder) / "students.csv").read_bytes().decode("utf-8-sig").splitlines()
        expect(f"the student file has {len(lines)} lines", len(lines) > 1000 and lines[0].startswith("Naam;"))


def beyond_the_readme(admin):
    """Placing by hand, versions, agreement, and the files there and back."""
    event = call("GET", "/events?limit=1", token=admin).json["events"][0]["id"]
    students = call("GET", f"/events/{event}/students?status=none&limit=2", token=admin).json["students"]
    first, second = (student["id"] for student in students)
    registered = call("GET", f"/events/{event}/students?status=complete", token=admin).json["students"]
    held = call("GET", f"/students/{registered[0]['id']}/registration", token=admin).json["workshop_ids"]
    answer = call("PATCH", f"/workshops/{held[0]}", {"capacity": 1}, admin)
    expect("a workshop with one student is made no larger than that", answer.status == 200 and answer.json["taken"] == 1)
    placing = {"workshop_ids": held, "override": ["not-for-group"]}
    answer = call("PUT", f"/students/{first}/registration", placing, admin)
    expect(f"it refuses another: {answer.json['violations']}", [one["code"] for one in answer.json["violations"]] == ["full"])
    answer = call("PUT", f"/students/{first}/registration", placing | {"override": ["full", "not-for-group"]}, admin)
    expect("but takes him on purpose", answer.status == 200 and sorted(answer.json["workshop_ids"]) == sorted(held))

    answer = call("GET", f"/students/{second}", token=admin)
    tag = answer.headers["ETag"]
    expect(f"a student has a tag: {tag}", answer.status == 200)
    answer = call("PATCH", f"/students/{second}", {"name": "Iemand Anders"}, admin, If_Match=tag)
    expect("a change meant for that holds", answer.status == 200)
    answer = call("PATCH", f"/students/{second}", {"name": "Nog Iemand"}, admin, If_Match=tag)
    expect(f"another doesn't: {answer.json['detail']}", answer.status == 412)

    answer = call("DELETE", f"/events/{event}", token=admin)
    expect(f"deleting an event asks first: {answer.json['detail']}", (answer.status, answer.json["code"]) == (409, "needs-agreement"))
    document = call("GET", f"/events/{event}/document", token=admin)
    answer = call("DELETE", f"/events/{event}?agree={answer.json['agree']}", token=admin)
    expect("and does it then", answer.status == 204)
    answer = call("POST", "/events/import", document.body, admin)
    again = call("GET", answer.headers["Location"].removeprefix("/api/v1") + "/document", token=admin)
    expect("an event goes into its document and back unchanged", answer.status == 201 and again.body == document.body)


def memory():
    """What the server holds, and the most that it ever held, in MB."""
    status = pathlib.Path(f"/proc/{PROCESS}/status").read_text()
    return tuple(int(re.search(rf"{name}:\s+(\d+)", status).group(1)) // 1024 for name in ("VmRSS", "VmHWM"))


def bad_input(admin):
    """Each is answered with a 4xx and a problem document, and the memory stays as it was."""
    event = call("GET", "/events?limit=1", token=admin).json["events"][0]["id"]
    group = call("POST", f"/events/{event}/groups", {"name": "Wrong input"}, admin).json["id"]
    student = {"name": "Wie", "class": "1A", "group_id": group}
    student = call("POST", f"/events/{event}/students", student, admin).json
    workshop = call("GET", f"/events/{event}", token=admin).json["workshops"][0]
    own = log_in(student["key"], "user")
    large, deep = b" " * 20_000_000, 100_000
    id = workshop["id"]
    registration = f"/students/{student['id']}/registration"
    selection = lambda text: f'{{"workshop_ids": {text}}}'.encode()
    cases = [
        ("20 MB of JSON", "PUT", "/registrations/me", own, selection(json.dumps(["a" * 20_000_000]))),
        ("20 MB of spaces", "POST", "/auth/login", None, large),
        ("20 MB as an event", "POST", "/events/import", admin, b'{"format": "' + large + b'"}'),
        ("20 MB as links", "PUT", f"/events/{event}/links", admin, b"[" * 20_000_000),
        ("20 MB of students", "POST", f"/events/{event}/students/import", admin, b"Naam;Klas\n" + b'"' * 19_999_980),
        ("over 20 MB of students", "POST", f"/events/{event}/students/import", admin, large + b"x"),
        ("100,000 nested brackets", "PUT", "/registrations/me", own, selection("[" * deep + "]" * deep)),
        ("60,000 nested brackets", "PUT", "/registrations/me", own, selection("[" * 60_000 + "]" * 60_000)),
        ("100,000 nested objects", "POST", "/events/import", admin, b'{"a":' * deep + b"1" + b"}" * deep),
        ("brackets that never close", "POST", "/auth/login", None, b"[" * deep),
        ("invalid UTF-8", "POST", f"/events/{event}/groups", admin, b'{"name": "\xff\xfe\xc0\x80"}'),
        ("half a surrogate pair", "POST", f"/events/{event}/groups", admin, b'{"name": "\\ud800"}'),
        ("invalid UTF-8 in a key", "POST", "/auth/login", None, b'{"credential": "\x80", "login_type": "user"}'),
        ("a number without end", "PATCH", f"/workshops/{id}", admin, b'{"capacity": 1' + b"0" * 100_000 + b"}"),
        ("1e999", "PATCH", f"/workshops/{id}", admin, b'{"capacity": 1e999}'),
        ("more than 32 bits", "PATCH", f"/workshops/{id}", admin, b'{"capacity": 4294967296}'),
        ("less than nothing", "PATCH", f"/workshops/{id}", admin, b'{"capacity": -1}'),
        ("a limit of 10^30", "GET", f"/events?limit={10**30}", admin, None),
        ("an empty id", "PUT", registration, admin, selection('[""]')),
        ("no id", "PUT", registration, admin, selection("[null]")),
        ("the same id twice", "PUT", registration, admin, selection(json.dumps([id, id]))),
        ("the same id, in capitals", "PUT", "/registrations/me", own, selection(json.dumps([id, id.upper()]))),
        ("the same moment twice", "PATCH", f"/workshops/{id}", admin, json.dumps({"moment_ids": workshop["moment_ids"] * 2}).encode()),
        ("3,000 ids", "PUT", "/registrations/me", own, selection(json.dumps([f"{n:032x}" for n in range(3000)]))),
        ("the same member twice", "POST", f"/events/{event}/groups", admin, b'{"name": "A", "name": "B"}'),
        ("an empty body", "POST", f"/events/{event}/groups", admin, b""),
        ("an id that is none", "GET", "/events/%00", admin, None),
    ]
    rounds = []
    for round in range(5):
        for what, method, path, token, body in cases:
            answer = call(method, path, body, token)
            is_problem = answer.headers["Content-Type"] == "application/problem+json" and answer.json["status"] == answer.status
            if round == 0:
                expect(f"{what}: {answer.status} {answer.json['code']}: {answer.json['detail'][:100]}", 400 <= answer.status < 500 and is_problem)
            elif not is_problem:
                expect(f"{what}, again", False)
        if PROCESS:
            rounds.append(memory())
    if PROCESS:
        print("  memory after each round, and the most so far, in MB:", ", ".join(f"{now} ({most})" for now, most in rounds))
        expect("the memory stays flat", rounds[-1][0] <= rounds[0][0] + 16)
    expect("the server still answers", call("GET", "/auth/me", token=admin).status == 200)


print("The README's commands")
readme()
admin = log_in(PASSWORD, "admin")
print("Beyond the README")
beyond_the_readme(admin)
print("Wrong input")
if PROCESS:
    print("  memory before, and the most so far, in MB: %d (%d)" % memory())
bad_input(admin)
