"""The fixed texts of the pages, by key: what a page says beside what its view says.

A key that ends in `_one` is the form of the same text for the number one.
"""

from collections.abc import Mapping

from game.language import mark, tr

EVERY_PAGE = {
    "error": mark("That did not work. Try again."),
    "time_left": mark("{time} left"),
    "seconds": mark("{n} seconds"),
    "paused": mark("Paused"),
    "dismiss": mark("Close this message"),
    "connected": mark("Connected"),
    "offline_short": mark("No connection"),
    "sending": mark("Sending"),
    "slow_short": mark("Connected, a little slower"),
    "less": mark("Less: {what}"),
    "more": mark("More: {what}"),
    "rounds": mark("{n} rounds"),
    "rounds_one": mark("{n} round"),
    "round": mark("Round {n}"),
}

# Notes that can be sent where teams do not write freely.
NOTE_TEXTS = {
    "talk": mark("We want to talk to you."),
    "deal": mark("We would sign a treaty with you."),
    "thanks": mark("Thank you. We will remember it."),
    "no": mark("We cannot agree to that."),
    "stop": mark("Please stop. We will have to answer."),
    "why": mark("Why did you do that?"),
}

STEPS = {
    "parts_of_round": mark("Parts of the round"),
    "step_brief": mark("Brief"),
    "step_negotiate": mark("Talk"),
    "step_commit": mark("Decide"),
    "step_reveal": mark("Results"),
    "step_reflect": mark("Forecast"),
}
_SHEET = {
    "rest_of_sheet": mark("The rest of your team's sheet ({n})"),
    "rest_help": mark("Your team-mates answer for these. You may propose them as well."),
    "in_force": mark("In force: {step}."),
    "team_draft": mark("Team's draft: {draft}."),
    "team_draft_spread": mark("Team's draft: {draft} (from {low} to {high})."),
    "grave": mark("This step takes two signatures of your team."),
    "propose_help": mark(
        "Propose what you would do. The middle of all proposals is your team's draft."
    ),
    "alone_help": mark("You are alone in your team: propose, then sign."),
    "proposed": mark("{n} of {all} have proposed."),
    "you_sign": mark("You sign in this round."),
    "other_signs": mark("{name} signs in this round."),
    "propose": mark("Send my proposal"),
    "propose_again": mark("Change my proposal"),
    "sent": mark("Your proposal is with your team."),
    "sign": mark("Sign for the team"),
    "sign_title": mark("Sign for your team"),
    "sign_help": mark("This is your team's draft. Once you sign, it counts."),
    "will_change": mark("What will change"),
    "nothing_changes": mark("Nothing changes. Everything stays as it is."),
    "adjust": mark("Adjust it"),
    "sign_now": mark("Sign now"),
    "back": mark("Back"),
    "signed": mark("Signed and sealed"),
    "needs_second": mark("One more signature is needed"),
    "signed_by": mark("Signed by {name}."),
    "second_help": mark("Two of you must sign for: {what}"),
    "second": mark("Sign as well"),
    "unsign": mark("Take the signature back"),
    "receipt": mark("Receipt: {code}. It proves later what you signed."),
    "standing": mark("If your team does not answer"),
    "standing_help": mark(
        "Your standing order counts when your team has no draft and nobody signs. Anybody in the "
        "team may write it."
    ),
    "as_it_is": mark("as it is: {step}"),
    "save_standing": mark("Save the standing order"),
    "saved": mark("Saved."),
    "written": mark("written"),
    "doctrine": mark("Doctrine"),
    "doctrine_help": mark("After two rounds without an answer, this doctrine leads your team."),
    "your_move": mark("Your move"),
    "prepare": mark("Prepare your move"),
    "prepare_help": mark("You can propose now and change it until your team has signed."),
}
TREATY = {
    "treaties": mark("Treaties"),
    "treaties_waiting": mark("Treaties: {n} wait for your signature"),
    "treaties_waiting_one": mark("Treaties: one waits for your signature"),
    "no_treaties": mark("There are no treaties yet."),
    "treaty": mark("Treaty {n}"),
    "treaty_sign": mark("Sign the treaty"),
    "treaty_decline": mark("Decline"),
    "treaty_withdraw": mark("Take the offer back"),
    "treaty_leave": mark("Leave the treaty"),
    "treaty_leave_too": mark("Agree to leave"),
    "wants_to_leave": mark("{name} wants to leave. Another member of your team must agree."),
    "broken_by": mark("Broken by {team}"),
    "rounds_left": mark("For {n} rounds."),
    "rounds_left_one": mark("For {n} round."),
    "offer_treaty": mark("Offer a treaty"),
    "offers_left": mark("Your team can make {n} more offers in this round."),
    "offers_left_one": mark("Your team can make one more offer in this round."),
    "no_offers_left": mark("Your team has made all its offers of this round."),
    "with_whom": mark("1. Between whom?"),
    "what_promised": mark("2. What is promised?"),
    "how_binding": mark("3. How does it bind?"),
    "for_rounds": mark("4. For how long?"),
    "choose_partner": mark("First choose the teams."),
    "nothing_to_promise": mark("These teams have nothing to promise each other."),
    "kind_of_promise": mark("Kind of promise"),
    "about_what": mark("Who, about what"),
    "how_far": mark("How far"),
    "add_promise": mark("Add this promise"),
    "take_out": mark("Take out: {what}"),
    "offer_it": mark("Offer the treaty"),
}
_DEBRIEF = {
    "feelings_help": mark("Leave your role. Which word fits best?"),
    "timeline_help": mark(
        "When did the first cost come? When the first benefit? Look at the wall."
    ),
    "secret_treaties": mark("Secret treaties, now open"),
    "your_world_had": mark("What your world was treated with"),
    "vote_help": mark("Which of these decisions mattered most?"),
    "nothing_to_vote": mark("No decision was changed in this game."),
    "guess_help": mark(
        "Before you see it: how likely is it that this decision helped the other side in the end? "
        "0 is never, 100 is surely."
    ),
    "most_votes": mark("The decision with most votes: {decision}"),
    "and_more": mark("and {n} more"),
    "verdict_help": mark("Your verdict: how likely is it that this is true? {claim}"),
    "percent_label": mark("Percent"),
    "five_less": mark("Five less"),
    "five_more": mark("Five more"),
    "send_guess": mark("Send my number"),
    "answer_saved": mark("Your answer is saved."),
    "send_answer": mark("Send my answer"),
    "flip_runs": mark(
        "{runs} pairs of games with the same luck, until {last}. Your game less the other one:"
    ),
    "backfire": mark(
        "In {share} of the pairs the other side ends better with the stricter controls ({label})."
    ),
    "class_guessed": mark(
        "The class had guessed {mean} for this decision, before it was played ({count} guesses)."
    ),
    "in_80": mark("8 of 10 pairs lie from {low} to {high}"),
    "flip_sign": mark("A plus says: the number is higher in your game than in the changed one."),
    "your_forecasts": mark("Your forecasts"),
    "forecast_score": mark("{right} of your {n} forecasts came true. Your Brier score is {brier}."),
    "no_forecasts": mark("You have made no forecast that is settled."),
    "class_score": mark("The class: {right} of {count} came true. Brier score {brier}."),
    "brier_help": mark(
        "The Brier score is the mean of (what you said minus what came) squared. Less is better; "
        "always saying 50% gives {coin}."
    ),
    "how_sure_how_right": mark("How sure, and how often right?"),
    "calibration": mark("Said {said}: {came} came true ({n} forecasts)"),
    "calibration_one": mark("Said {said}: {came} came true (one forecast)"),
    "difference_is": mark("Difference: {difference}"),
    "interval": mark("With 90% certainty between {low} and {high}."),
    "no_interval": mark("Too few worlds for an interval."),
    "think_about": mark("Think about it"),
}

STUDENT = {
    **EVERY_PAGE,
    **STEPS,
    **_SHEET,
    **TREATY,
    **_DEBRIEF,
    "offline": mark("No connection. What you enter is kept, and sent when it is back."),
    "practice": mark("Practice: this round does not count."),
    "observer": mark("You watch until the next part begins. Then you take part."),
    "muted": mark("Your teacher has muted you: you can decide, but not write."),
    "nudged": mark("Your teacher is waiting for your team."),
    "look_up": mark("Look at the wall"),
    "moved": mark("Your seat is on another device"),
    "gone": mark("This seat is no longer there"),
    "moved_help": mark(
        "Only one device can use a seat. You can take it back at the door with your word."
    ),
    "to_door": mark("Go to the door"),
    "your_seat": mark("Your seat in this class"),
    "seat_help": mark("Keep its name and its word: with them you come back on any device."),
    "teams_later": mark("Teams are settled when the class begins: you may still be moved."),
    "you_moved": mark("You have been moved: you now play {team}."),
    "you_are": mark("You are: {role}"),
    "team_table": mark("Your team"),
    "not_here": mark("not here"),
    "capital": mark("Political capital of your government: {value}"),
    "goals": mark("Your goals"),
    "goals_score": mark("Your goals: {score} of 100 points so far"),
    "points": mark("{n} of 100 points"),
    "points_one": mark("{n} point"),
    "goal_now": mark("Now {value}. {none} is worth 0 points, {full} is worth 100 ({how})."),
    "goal_range": mark("{none} is worth 0 points, {full} is worth 100 ({how})."),
    "story": mark("The story so far"),
    "news": mark("News"),
    "numbers": mark("Numbers"),
    "language": mark("Language"),
    "resolving": mark("All moves are sealed. The model plays them now. Look at the wall."),
    "broken": mark("Broken treaties"),
    "your_score": mark("Your team: {score} points ({change})"),
    "why_score": mark("Why it moved:"),
    "moves": mark("What everybody did"),
    "no_change": mark("No change"),
    "held": mark("held back by a treaty"),
    "ended": mark("This world has come to its end before its time."),
    "forecast": mark("Your forecast"),
    "higher": mark("Higher"),
    "lower": mark("Lower"),
    "how_sure": mark("How sure are you?"),
    "forecast_help": mark("Choose a direction and how sure you are."),
    "forecast_saved": mark("Saved. You can change it until the next round begins."),
    "forecast_right": mark("Your last forecast came true: {label} ({p}% sure)."),
    "forecast_wrong": mark("Your last forecast did not come true: {label} ({p}% sure)."),
    "thanks": mark("The class is over. Thank you for playing."),
    "talk_face": mark("Get up and talk to the other teams."),
    "talk_help": mark("Talk to the other teams, or send them a note."),
    "posture": mark("What your team says in public"),
    "for_wall": mark("A text for the wall"),
    "text_for_wall": mark("Your text"),
    "waits_for_teacher": mark(
        "Your teacher reads it before it is shown. Write no names of persons."
    ),
    "send_text": mark("Send to the teacher"),
    "text_waits": mark("waits for the teacher"),
    "text_shown": mark("on the wall"),
    "text_not_shown": mark("not shown"),
    "signs_left": mark("{n} signs left."),
    "signs_left_one": mark("One sign left."),
    "notes": mark("Notes"),
    "notes_count": mark("Notes ({n})"),
    "no_notes": mark("No notes yet."),
    "note_to": mark("To which team"),
    "note_what": mark("Your note"),
    "note_own": mark("Or in your own words"),
    "send_note": mark("Send the note"),
    "press_help": mark(
        "You are the press desk: you make no moves. Ask teams, watch the news, and write headlines."
    ),
    "said_in_public": mark("Said in public"),
}


def said(table: Mapping[str, str]) -> dict[str, str]:
    """A table of texts in the language in force."""
    return {key: tr(text) for key, text in table.items()}
