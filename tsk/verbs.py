"""Which verb lives where: nothing is imported to list them."""

from __future__ import annotations

from typing import NamedTuple

COMPLETE = "complete"  # what a shell asks while somebody types; no command for people


class Verb(NamedTuple):
    """Where a verb lives (`commands` module and function) and its line in the list of commands."""

    module: str
    function: str
    group: str
    help: str


COUNTER, HANDLING, CLOSING = "At the counter", "Handling", "Closing"
SUPERVISION, RULES, DATA = "Supervision", "Rules", "Data"
VERBS = {
    "init": Verb("counter", "init", COUNTER, "Make a complaint desk in a folder, with a policy to start from."),
    "record": Verb("recording", "record", COUNTER, "Register a complaint: classified, routed and promised at once."),
    "list": Verb("reading", "list_", COUNTER, "List complaints, newest first."),
    "show": Verb("reading", "show", COUNTER, "Show one complaint with its deadlines and, on request, every step."),
    "search": Verb("reading", "search", COUNTER, "Find complaints by what was said, a name, a number or a phone."),
    "update": Verb("casefile", "update", COUNTER, "Correct a complaint; deadlines and department follow."),
    "attach": Verb("casefile", "attach", COUNTER, "Add papers to a complaint, or get one back."),
    "note": Verb("casefile", "note", COUNTER, "Write down something worth knowing."),
    "chase": Verb("casefile", "chase", COUNTER, "Record that the customer asks for news."),
    "undo": Verb("casefile", "undo", COUNTER, "Take your own last command on a complaint back."),
    "inbox": Verb("worklist", "inbox", COUNTER, "Show what you have to do next, and why."),
    "handover": Verb("worklist", "handover", COUNTER, "Print a page for the next shift."),
    "assign": Verb("handling", "assign", HANDLING, "Give a complaint to a department, with others, or to a handler."),
    "accept": Verb("handling", "accept", HANDLING, "Take over a complaint that was assigned."),
    "contact": Verb("handling", "contact", HANDLING, "Log a contact with the customer."),
    "pend": Verb("handling", "pend", HANDLING, "Wait for the customer or somebody else; the clocks that may, stop."),
    "resume": Verb("handling", "resume", HANDLING, "End a wait."),
    "opinion": Verb("handling", "opinion", HANDLING, "Record a department's preliminary opinion."),
    "propose": Verb("handling", "propose", HANDLING, "Put forward a solution, with the judgement and its cost."),
    "approve": Verb("handling", "approve", HANDLING, "Approve the proposal."),
    "refuse": Verb("handling", "refuse", HANDLING, "Send the proposal back."),
    "reply": Verb("handling", "reply", HANDLING, "Answer the customer."),
    "rate": Verb("handling", "rate", HANDLING, "Record whether the customer is satisfied; else a new round begins."),
    "submit": Verb("handling", "submit", HANDLING, "Hand in the file for review."),
    "promise": Verb("handling", "promise", HANDLING, "Record what the customer was promised, and by when."),
    "deliver": Verb("handling", "deliver", HANDLING, "Record that a promise or a decision was carried out."),
    "extend": Verb("handling", "extend", HANDLING, "Give a running deadline more time, with a reason."),
    "escalate": Verb("handling", "escalate", HANDLING, "Take a complaint up the line, or all that are due."),
    "close": Verb("closing", "close", CLOSING, "Close a complaint that has everything its policy asks."),
    "return": Verb("closing", "return_", CLOSING, "Send a submitted file back with a reason."),
    "reopen": Verb("closing", "reopen", CLOSING, "Take a finished complaint up again, in a new round."),
    "cancel": Verb("closing", "cancel", CLOSING, "Cancel a complaint, saying by whom and why."),
    "reject": Verb("closing", "reject", CLOSING, "Turn away a complaint that is not ours, with a reason."),
    "merge": Verb("closing", "merge", CLOSING, "Let a complaint that was recorded twice go on in the earlier one."),
    "visit": Verb("closing", "visit", CLOSING, "Record a return visit after closing."),
    "daily": Verb("daily", "daily", SUPERVISION, "Sum up the day, after carrying out what is due."),
    "outbox": Verb("outbox", "outbox", SUPERVISION, "Show what was sent of the daily summary, and what was not."),
    "outbox send": Verb("outbox", "send", SUPERVISION, "Send one message by hand."),
    "outbox drop": Verb("outbox", "drop", SUPERVISION, "Take a message off the list that need not arrive any more."),
    "urge": Verb("casefile", "urge", SUPERVISION, "Tell whoever has a complaint to hurry, on record."),
    "overdue": Verb("overdue", "overdue", SUPERVISION, "Show what is overdue, the worst first."),
    "load": Verb("load", "load", SUPERVISION, "Show who has how much, and what of it presses."),
    "explain": Verb("explain", "explain", SUPERVISION, "Show how each deadline of a complaint came about."),
    "report": Verb("report", "report", SUPERVISION, "Show the figures of a period."),
    "penalty propose": Verb("penalties", "propose", SUPERVISION, "Put a violation on its outlet's ledger, or all found."),
    "penalty confirm": Verb("penalties", "confirm", SUPERVISION, "Confirm a penalty."),
    "penalty waive": Verb("penalties", "waive", SUPERVISION, "Waive a penalty, saying why."),
    "penalty list": Verb("penalties", "list_", SUPERVISION, "Show the ledger of penalties with its sums."),
    "measure add": Verb("measures", "add", SUPERVISION, "Take an improvement measure, with department and date."),
    "measure step": Verb("measures", "step", SUPERVISION, "Work on a measure, or on one of its dated parts."),
    "measure done": Verb("measures", "done", SUPERVISION, "Record the effect of a measure; confirmed, it is done."),
    "measure list": Verb("measures", "list_", SUPERVISION, "List improvement measures, open ones first."),
    "measure show": Verb("measures", "show", SUPERVISION, "Show one measure with its parts and every step."),
    "inspect draw": Verb("inspections", "draw", SUPERVISION, "Draw closed complaints to look at again, at random."),
    "inspect record": Verb("inspections", "record", SUPERVISION, "Record what was found about a complaint."),
    "inspect list": Verb("inspections", "list_", SUPERVISION, "List draws: what is to do, what was found."),
    "incident open": Verb("incidents", "open_", SUPERVISION, "Open an incident: one fault that many complain of."),
    "incident link": Verb("incidents", "link", SUPERVISION, "Hold complaints until the incident is over."),
    "incident unlink": Verb("incidents", "unlink", SUPERVISION, "Let complaints go that are not part of it."),
    "incident resolve": Verb("incidents", "resolve", SUPERVISION, "End an incident and answer everybody linked to it."),
    "incident cancel": Verb("incidents", "cancel", SUPERVISION, "Call an incident off; what is linked goes on by itself."),
    "incident show": Verb("incidents", "show", SUPERVISION, "Show one incident with the complaints that it explains."),
    "incident list": Verb("incidents", "list_", SUPERVISION, "List incidents, latest first."),
    "recalculate": Verb("recalculation", "recalculate", RULES, "Compute deadlines again by today's calendar or rules."),
    "rules check": Verb("rules", "check", RULES, "Check the rule file and run its examples."),
    "rules simulate": Verb("rules", "simulate", RULES, "Replay recorded complaints under an edited rule file."),
    "rules show": Verb("rules", "show", RULES, "Show the rules in force."),
    "rules schema": Verb("rules", "schema", RULES, "Print the JSON Schema of the rule file, for an editor."),
    "rules policies": Verb("rules", "policies", RULES, "List the policies that `tsk init --policy` knows."),
    "calendar": Verb("rules", "calendar", RULES, "Show the working days and holidays of a month or a year."),
    "staff": Verb("rules", "staff", RULES, "Show who is listed, what they may do and have in hand."),
    "staff request": Verb("staffrequests", "request", RULES, "Ask for a role for somebody, with the reason."),
    "staff approve": Verb("staffrequests", "approve", RULES, "Grant a role that was asked for, by somebody else."),
    "staff refuse": Verb("staffrequests", "refuse", RULES, "Refuse a role, or take it back, with the reason."),
    "staff requests": Verb("staffrequests", "requests", RULES, "List the roles that were asked for."),
    "form": Verb("form", "form", DATA, "Print a complaint: receipt, record, report, whole file."),
    "doctor": Verb("data", "doctor", DATA, "Look whether the desk can be relied on: rights, disk, clock."),
    "backup": Verb("backups", "backup", DATA, "Copy the desk while others work: database, rules, attachments."),
    "restore": Verb("backups", "restore", DATA, "Bring a backup back; what it replaces is kept."),
    "server init": Verb("server", "init", DATA, "Make a database server ready for desks, or bring it up to date."),
    "server login": Verb("server", "login", DATA, "Give a login its sites and rights, or take it away."),
    "server list": Verb("server", "list_", DATA, "List the sites of a database server, and what each login may."),
    "move": Verb("moving", "move", DATA, "Move the desk to a database server, or back into a file."),
    "key change": Verb("keys", "change", DATA, "Give an encrypted desk another key."),
    "anonymise": Verb("anonymising", "anonymise", DATA, "Remove the person from complaints that are over, for ever."),
    "export": Verb("exporting", "export", DATA, "Take complaints along as a file: masked, by right, on record."),
    "completion": Verb("completion", "completion", DATA, "Print what makes a shell complete commands, options and numbers."),
    "import": Verb("importing", "import_", DATA, "Take in another system's complaints, each once, with their past."),
    "verify": Verb("data", "verify", DATA, "Prove that nothing that was recorded has been changed."),
}  # fmt: skip
