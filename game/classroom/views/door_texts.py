"""The fixed texts of the door, of a device that is added, of the rehearsal; what is stored."""

from game.classroom.views.texts import EVERY_PAGE
from game.language import mark

JOIN = {
    **EVERY_PAGE,
    "title": mark("Join the class"),
    "code": mark("Code on the wall"),
    "code_help": mark("Six letters and digits. Capitals do not matter."),
    "code_too": mark("Type the code of the class, too: it is on the wall."),
    "join": mark("Join"),
    "wait": mark("One moment"),
    "no_account": mark("No name, no e-mail, no account. You get a seat with a made-up name."),
    "no_answer": mark("There was no answer. Try again; you will not take two seats."),
    "go_on_as": mark("Go on as {name}"),
    "join_new": mark("Join as somebody new"),
    "was_here": mark("I was here before"),
    "was_here_help": mark("Type the name of your seat and its word. They are on your paper."),
    "seat_name": mark("Name of the seat"),
    "secret_word": mark("Its secret word"),
    "come_back": mark("Take my seat again"),
    "your_seat_is": mark("Your seat is {name}, your word is {word}."),
    "welcome": mark("You have a seat"),
    "write_down": mark("Write both down. With them you come back on any device."),
    "go_on": mark("I wrote it down. Go on"),
    "knocking": mark("You are at the door"),
    "knocking_help": mark(
        "Your teacher sees that you knock. Wait here; this page goes on by itself."
    ),
    "language": mark("Language"),
    "privacy": mark("What is stored"),
    "accessibility": mark("Accessibility"),
}

DEVICE = {
    **EVERY_PAGE,
    "title": mark("This page is the teacher's"),
    "device_help": mark(
        "To use this device as well: on your console press Another device, and type the six "
        "digits here."
    ),
    "digits": mark("Six digits"),
    "add": mark("Add this device"),
    "join_instead": mark("I am a student"),
    "no_answer": mark("There was no answer. Try again."),
}
REHEARSAL = {
    **EVERY_PAGE,
    "title": mark("Rehearsal"),
    "help": mark("Robots sit in the other seats. Play one round: press Begin on the console."),
    "console": mark("Console"),
    "wall": mark("Wall"),
    "phone": mark("Phone {n}"),
    "take_seat": mark("Take a seat"),
    "no_answer": mark("There was no answer. Try again."),
    "alone": mark("Open the console alone"),
}

# What is stored: what, where, who can see it, how long.
STORED = (
    (
        mark("Seat name, team, role, language, proposals, signatures, forecasts, answers"),
        mark("In the class's folder on the teacher's laptop"),
        mark(
            "The teacher; team-mates see the team's proposals; the wall shows moves after a round."
        ),
        mark("30 days after the last use, or until the teacher deletes the class"),
    ),
    (
        mark("Proof that your device holds your seat: a hash of a random token and of your word"),
        mark("In the same folder"),
        mark("Nobody; it cannot be turned back"),
        mark("As above; it is never exported"),
    ),
    (
        mark("A list of students' names, only if the teacher gives one"),
        mark("In the same folder"),
        mark("The teacher"),
        mark("As above; it is exported only if the teacher asks for it"),
    ),
    (
        mark("Your seat's token, and drafts that are not sent yet"),
        mark("On your own device, in the browser"),
        mark("You"),
        mark("Until the browser's data is cleared"),
    ),
    (
        mark("Addresses of devices"),
        mark("In memory, to stop guessing of codes"),
        mark("Nobody"),
        mark("Until the server stops"),
    ),
)
