"""Writes support conversations and texts of invented companies from the grammar in support/, the same for the same seed.

Usage: supporttalk.py OUT_DIR PRETRAIN_BYTES CHATS SEED
support.jsonl holds plain texts for pre-training, chats.jsonl {"messages": [...]} for the chat stage.
"""
import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent / "support"
# Macros of support desks hold fields instead of names and numbers, each desk in a notation of its own.
NOTATIONS = ["{{%s}}", "{{%s}}", "{{%s}}", "{{ %s }}", "{%s}", "[%s]", "<%s>", "${%s}", "@%s@"]
FIELDS = {"Customer": "Customer Name|First Name|Client Name", "Agent": "Agent Name|Your Name|Employee Name", "Company": "Company Name|Brand|Store Name",
          "Order": "Order Number|Order ID|Purchase Number", "Ticket": "Case Number|Ticket ID|Reference", "Email": "Email Address|Account Email",
          "Support": "Support Email|Contact Address", "Phone": "Phone Number|Support Line|Hotline", "Date": "Date|Order Date|Purchase Date",
          "Amount": "Amount|Refund Amount|Total", "City": "City|Location|Store Location", "Item": "Product|Item Name|Product Name",
          "Open": "Opening Time|Start", "Closing": "Closing Time|End", "Plan": "Plan Name|Account Type", "Days": "Number of Days|Delivery Time",
          "Fee": "Fee|Shipping Cost", "Error": "Error Message", "Weekday": "Day|Delivery Day", "Four": "Last Digits", "Amount2": "Limit"}


def pools():
    result, current = {}, None
    for line in (HERE / "common.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("  "):
            result[current].append(line[2:])
        else:
            current = line.strip()
            result[current] = []
    return result


def names():
    rows = (line.split() for line in (HERE / "names.txt").read_text().splitlines() if line)
    return {row[0]: [w.replace("~", " ") for w in row[1:]] for row in rows}


def intents():
    result = []
    for name in ("intents1.txt", "intents2.txt"):
        for line in (HERE / name).read_text().splitlines():
            if line.startswith("=="):
                _, title, area, problem = line.split()
                result.append({"title": title, "area": area.strip("[]"), "problem": problem.endswith("1"),
                               "topic": [], "ask": [], "info": [], "step": [], "more": []})
            elif line and not line.startswith("#"):
                kind, text = line.split(" ", 1)
                result[-1][kind] += re.split(r"\|(?![^\[]*\])", text) if kind == "topic" else [text]
    return result


POOLS, NAMES, INTENTS = pools(), names(), intents()


class Scene:
    """One conversation: its company, people and numbers stay the same however often they are named."""

    def __init__(self, rng, intent):
        self.rng, self.intent, self.slots = rng, intent, {}
        self.notation = rng.choice(NOTATIONS) if rng.random() < 0.45 else None
        self.case = rng.choice([str, str, str.lower, lambda field: field.lower().replace(" ", "_")])
        self.style = rng.choice(["short", "plain", "plain", "full", "full", "letter"])

    def slot(self, name):
        if name not in self.slots:
            field = self.notation and name in FIELDS and self.rng.random() < 0.8
            self.slots[name] = self.notation % self.case(self.rng.choice(FIELDS[name].split("|"))) if field else self.draw(name)
        return self.slots[name]

    def draw(self, name):
        r = self.rng
        if name in NAMES:
            return r.choice(NAMES[name])
        money = lambda low, high: f"${r.randint(low, high)}" + r.choice(["", "", ".50", ".99", ".90"])
        made = {
            "Company": lambda: r.choice(NAMES["First"]) + r.choice(["", " "]) + r.choice(NAMES["Last"]),
            "Business": lambda: r.choice(POOLS["business"]),
            "Order": lambda: r.choice(["", "#", "A-", "ORD-", "No. "]) + str(r.randint(10000, 9999999)),
            "Ticket": lambda: r.choice(["T-", "CASE-", "#", "R"]) + str(r.randint(1000, 999999)),
            "Email": lambda: self.rng.choice(NAMES["Customer"]).split()[-1].lower() + str(r.randint(1, 99)) + "@example." + r.choice(["com", "org", "net"]),
            "Support": lambda: "support@" + re.sub(r"\W", "", self.slot("Company")).lower()  + ".example",
            "Phone": lambda: f"555-{r.randint(0, 9999):04d}",
            "Four": lambda: f"{r.randint(0, 9999):04d}",
            "Days": lambda: r.choice(["3", "5", "7", "10", "two", "three", "five", "3 to 5", "2-4"]),
            "Hours": lambda: r.choice(["2", "4", "12", "24", "48", "72"]),
            "Minutes": lambda: r.choice(["5", "10", "15", "20", "30"]),
            "Seconds": lambda: r.choice(["10", "30", "60"]),
            "Return": lambda: r.choice(["14", "28", "30", "60", "90"]),
            "Years": lambda: r.choice(["two", "three", "five", "2", "10"]),
            "Adult": lambda: r.choice(["16", "18"]),
            "Small": lambda: str(r.randint(3, 40)),
            "Many": lambda: str(r.randint(5, 90) * 10),
            "Percent": lambda: r.choice(["5", "10", "15", "20", "25"]),
            "Amount": lambda: money(15, 400), "Amount2": lambda: money(500, 5000),
            "Fee": lambda: money(2, 15), "Fee2": lambda: money(10, 40),
            "Open": lambda: r.choice(["8 a.m.", "9 a.m.", "10 a.m.", "8:00", "9:30"]),
            "Closing": lambda: r.choice(["4 p.m.", "5 p.m.", "6 p.m.", "8 p.m.", "17:00", "18:00"]),
            "Date": lambda: f"{r.choice(NAMES['Month'])} {r.randint(1, 28)}",
            "Year": lambda: str(r.randint(1948, 2019)),
            "Version": lambda: f"{r.randint(1, 9)}.{r.randint(0, 20)}",
        }
        return made[name]()

    def fill(self, text):
        text = re.sub(r"\[([^\[\]]*)\]", lambda m: self.rng.choice(m.group(1).split("|")), text)
        text = re.sub(r"\{(\w+)\}", self.reference, text)
        return re.sub(r" +", " ", text).strip().replace("\\n", "\n").replace(" ?", "?").replace(" .", ".").replace(" ,", ",")

    def reference(self, m):
        name = m.group(1)
        if name == "topic":
            return self.fill(self.rng.choice(self.intent["topic"]))
        return self.slot(name) if name[0].isupper() else self.say(name)

    def say(self, pool):
        return self.fill(self.rng.choice(POOLS[pool]))

    def maybe(self, chance, pool):
        return [self.say(pool)] if self.rng.random() < chance else []

    def question(self):
        r = self.rng
        text = self.fill(r.choice(self.intent["ask"]))
        if r.random() < 0.35:
            text = self.say("user_open").strip() + " " + (text if text.startswith(("I ", "I'")) else text[0].lower() + text[1:])
        text += (" " + self.say("user_why").strip() if r.random() < 0.3 else "") + (" " + self.say("user_end").strip() if r.random() < 0.3 else "")
        return sloppy(r, text) if r.random() < 0.3 else text

    def infos(self, most):
        count = min(len(self.intent["info"]), self.rng.randint(1, most))
        return [self.fill(i) for i in self.rng.sample(self.intent["info"], count)]

    def steps(self):
        r = self.rng
        steps = [self.fill(s) for s in self.intent["step"]]
        form = r.random()
        if form < 0.55:
            return [self.say("how") + r.choice(["\n", "\n\n"]) + "\n".join(f"{i}. {s}" for i, s in enumerate(steps, 1))]
        if form < 0.7:
            return [self.say("how") + "\n" + "\n".join(f"- {s}" for s in steps)]
        links = ["First, "] + [r.choice(["Then ", "Next, ", "After that, "]) for _ in steps[2:]] + ["Finally, "]
        joined = [link + s[0].lower() + s[1:] for link, s in zip(links, steps)]
        return [" ".join(joined)]

    def answer(self):
        """Opening, sympathy or welcome, facts and steps in some order, closing; longer or shorter by style."""
        r, short = self.rng, self.style == "short"
        start = []
        if not short and r.random() < 0.45:
            start.append(self.say("hello") + r.choice([",", "!", ","]))
        start += self.maybe(0.2 if short else 0.45, "open")
        if self.intent["problem"]:
            start += self.maybe(0.5 if short else 0.85, "sorry")
        start += self.maybe(0.2 if short else 0.6, "warm")
        facts = self.infos(2 if short else 4)
        body = [" ".join(facts)]
        if r.random() < (0.25 if short else 0.6):
            body.insert(r.choice([0, 1]), self.steps()[0])
        end = self.maybe(0.3 if short else 0.9, "close") + self.maybe(0.35 if self.style == "full" else 0, "close")
        paragraphs = ([" ".join(start)] if start else []) + body + ([" ".join(dict.fromkeys(end))] if end else [])
        if self.style == "letter":
            paragraphs.append(self.say("sign"))
        return (" " if short else r.choice(["\n\n", "\n\n", " ", "\n"])).join(paragraphs)

    def messages(self):
        """A question and its answer, sometimes after a request for details, sometimes with more questions."""
        r = self.rng
        turns = [("user", self.question())]
        if r.random() < 0.3:
            turns += [("assistant", " ".join(self.maybe(0.5, "open") + (self.maybe(0.6, "sorry") if self.intent["problem"] else []) + [self.say("need")])),
                      ("user", self.say("give"))]
            turns.append(("assistant", self.say("checked") + " " + " ".join(self.infos(3))))
        else:
            turns.append(("assistant", self.answer()))
        for more in r.sample(self.intent["more"], min(len(self.intent["more"]), r.choice([0, 0, 0, 1, 1, 2]))):
            ask, reply = self.fill(more).split(" => ")
            turns += [("user", ask), ("assistant", reply + (" " + self.say("close") if r.random() < 0.3 else ""))]
        if len(turns) > 2 and r.random() < 0.6:
            turns += [("user", self.say("thanks")), ("assistant", self.say("bye"))]
        return [{"role": role, "content": text} for role, text in turns]

    def page(self):
        """A help page: what the company is, a heading, facts, steps, questions with answers."""
        r = self.rng
        title = self.fill(r.choice(self.intent["topic"])).replace("your ", "")
        parts = [f"{title[0].upper()}{title[1:]}"] + [" ".join(self.fill(a) for a in r.sample(POOLS["about"], r.randint(1, 3)))]
        parts += [" ".join(self.infos(5))] + self.steps()
        for more in self.intent["more"]:
            ask, reply = self.fill(more).split(" => ")
            parts.append(f"Q: {ask}\nA: {reply}")
        return "\n\n".join(parts)


def sloppy(r, text):
    """The way people type in a hurry."""
    text = text.lower() if r.random() < 0.6 else text
    if r.random() < 0.4:
        text = text.rstrip(".?!")
    if r.random() < 0.3:
        at = r.randrange(len(text) - 1)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2:]
    return text


def transcript(r, messages):
    user, agent = r.choice([("Customer", "Agent"), ("User", "Assistant"), ("Q", "A"), ("Question", "Answer"), ("Customer", "Support")])
    return "\n".join(f"{user if m['role'] == 'user' else agent}: {m['content']}" for m in messages)


def main(out, size, chats, seed):
    rng = random.Random(seed)
    with open(out / "support.jsonl", "w") as f:
        while size > 0:
            scene = Scene(rng, rng.choice(INTENTS))
            form = rng.random()
            text = scene.page() if form < 0.2 else scene.answer() if form < 0.55 else transcript(rng, scene.messages())
            size -= len(text)
            f.write(json.dumps({"source": "generated", "text": text}) + "\n")
    rng = random.Random(seed + 1)
    with open(out / "chats.jsonl", "w") as f:
        for _ in range(chats):
            scene = Scene(rng, rng.choice(INTENTS))
            messages = scene.messages()
            if rng.random() < 0.25:
                system = rng.choice(["You are a helpful customer support assistant.", f"You are a support agent of {scene.slot('Company')}.",
                                     f"You answer questions of customers of {scene.slot('Company')}, a {scene.slot('Business')}. Be polite and brief."])
                messages.insert(0, {"role": "system", "content": system})
            f.write(json.dumps({"messages": messages}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
