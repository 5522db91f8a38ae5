"""What stands in the library of the demo: plain things to read, true everywhere, and none of them medical advice."""

from dataclasses import dataclass

from livewell.library.rules import FiveWay, Kind, Readers

EXPERTS = "*To be supplied and approved by the service's own clinicians:*"
"""What begins a line where this demo leaves room for those who know."""


@dataclass(frozen=True)
class Book:
    """One item: what it says, what it is found by, who gave it, and how many days ago it was published."""

    title: str
    summary: str
    body: str
    kind: Kind
    days: int
    credit: str = ""
    needs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    ways: tuple[FiveWay, ...] = ()
    whom: tuple[str, ...] = ()
    easy: bool = False
    readers: Readers = Readers.PUBLIC


SHOPS = Book(
    "Getting to the shops when the bus does not come",
    "Six ways to get there and back, from the cheapest on.",
    """Missing one bus should not mean a day without milk. Try these in order.

1. **Look when the next one comes.** The time is on the stop, and on the paper timetable in the village shop.
2. **Share.** Ask a neighbour on which day they go. Many people are glad of company in the car.
3. **Ask about a lift scheme.** Many places have volunteer drivers. Ring two days before, if you can.
4. **Have it brought.** Most larger shops deliver. Two households together often reach the smallest order.
5. **Ask the shop.** Small shops sometimes bring a bag round to people they know.
6. **Take a taxi one way.** Walk or ride there, come back with the bags.

## Keep this by the door

| Who | Number |
| --- | --- |
| My neighbour who drives | |
| The lift scheme | |
| The shop that delivers | |

You can find lift schemes near you in [the community directory](/community?q=lift).
""",
    Kind.GUIDE,
    210,
    credit="Wilf and Dot, of the Thursday walkers",
    needs=("getting_about",),
    ways=(FiveWay.CONNECT,),
    whom=("older",),
)

APPOINTMENT = Book(
    "Asking for a longer appointment",
    "What to say on the telephone, and what to bring.",
    """Ten minutes are short when there is more than one thing to talk about. You may ask for more time.

## What to say

> I have more than one thing to talk about. May I have a double appointment, please?

If there is none:

> Which day could I have one? I can wait for that.

## It also helps to say

- that you would like **the same person** as last time
- that you need somebody to **speak slowly**, write things down, or interpret
- that **somebody comes with you**
- that stairs, noise or waiting are hard for you

## Bring

- three things to ask, the most important first
- what you take, or a photograph of the boxes
- a pen

If it cannot wait, say so at once: [who answers straight away](/help-now).
""",
    Kind.TIPS,
    160,
    needs=("appointments",),
    conditions=("any",),
    ways=(FiveWay.TAKE_NOTICE,),
)

WALKING = Book(
    "How to join a walking group",
    "From reading about it to walking in it, in small steps.",
    """Nobody is born a walker in a group. This is how most of us began.

# Before

- Look for a group that says **slow** or **for beginners**. [Walks near you](/community?q=walk)
- Ring whoever leads it. Ask how far, how fast, and whether there are stiles, benches and a toilet.
- Ask to be met. Most leaders will wait for you at the gate.

# The first time

- Wear what you have. Flat shoes are enough on a dry day.
- Come ten minutes early. It is easier than walking up to everybody at once.
- You can turn round at any time. Tell one person, so that nobody looks for you.

# Afterwards

Go a second time before you decide. The second is when somebody knows your name.

"""
    f"{EXPERTS} *what to ask a nurse or doctor first when you live with a heart or lung condition.*\n",
    Kind.GUIDE,
    120,
    credit="The Thursday walkers",
    needs=("moving", "company"),
    ways=(FiveWay.BE_ACTIVE, FiveWay.CONNECT),
)

PACING = Book(
    "Pacing: doing a bit each day",
    "How to share out a job over a week, with rests that you plan.",
    """A good day tempts you to do everything at once. Then come two days on the sofa. Sharing it out is called pacing.

## Share it out

1. Choose **one** job, such as the garden bed.
2. Cut it into pieces that take as long as a cup of tea.
3. Do one piece. Stop while you could still go on.
4. Rest **before** you need to, and write down that you did.

## A week on paper

| Day | My piece | My rest | How it was |
| --- | --- | --- | --- |
| Monday | | | |
| Wednesday | | | |
| Friday | | | |

This page is about sharing out a job. It does not say how much is right for you.

"""
    f"{EXPERTS} *how much is right to begin with, for whom, and what to do when it gets worse.*\n",
    Kind.GUIDE,
    95,
    needs=("moving", "sleep"),
    conditions=("any", "pain"),
    ways=(FiveWay.TAKE_NOTICE, FiveWay.BE_ACTIVE),
)

RINGING = Book(
    "What to have beside you before you ring",
    "A list for calls that you would rather not make.",
    """- A pen, paper and your glasses
- The letter it is about, with its reference
- Your date of birth and your postcode, said aloud once
- The **one thing** you want to come out of it
- Something to drink

When they answer, ask for the name of who you speak to, and write it down. At the end say back what you heard:

> So you will send me the form, and I need not do anything until it comes. Is that right?

If you cannot hear well, or get flustered, say so at the start. You may also ask somebody to sit beside you.
""",
    Kind.LIST,
    80,
    credit="Somebody who hates the telephone",
    needs=("appointments", "money"),
)

FIRST_TIME = Book(
    "Your first time at a group: things to say",
    "Six sentences for people who never know how to begin.",
    """You do not have to be good at this. One of these is enough.

- “Hello, it is my first time. Where do people sit?”
- “Shall I carry something?”
- “How long have you been coming?”
- “I only came for half an hour today.”
- “I am not a great talker. I like to listen.”
- “Is it always like this?”

And one for leaving: “I must go, and I would like to come again.”
""",
    Kind.TIPS,
    60,
    credit="Joan",
    needs=("company",),
    ways=(FiveWay.CONNECT,),
)

NOTHING = Book(
    "Twelve things to do that cost nothing",
    "For a week in which the purse is empty.",
    """1. Read the papers at the library
2. Walk a street that you have never walked
3. Write a letter to somebody who would not expect one
4. Swap a plant cutting over a fence
5. Sit where there are birds
6. Go to a talk: many are free. [Free things near you](/community?free=yes)
7. Sing along to the wireless with the window open
8. Look at an old photograph with somebody young
9. Mend something
10. Learn ten words of a neighbour's language
11. Count the kinds of tree on your road
12. Ask somebody how they are, and wait for the answer
""",
    Kind.LIST,
    45,
    needs=("money", "company"),
    ways=tuple(FiveWay),
)

FORM = Book(
    "Filling in a long form",
    "Take it to pieces, and know who helps.",
    """A form of thirty pages is thirty single pages.

## Before you write

- Read it through once with a cup of tea, and write nothing.
- Find the **last day** to send it. Write that on the front.
- Ask for more time now, if you will need it. It is often given.

## While you write

- One part a day. Stop in the middle of a page: it is easier to go on from there.
- Say how things are **on a bad day**, and how often such days come.
- Write “see the extra sheet” where the box is too small.

## Before you send it

- Copy or photograph every page.
- Ask at the post office for a proof of posting.

People who know these forms can sit down with you. [Advice near you](/community?q=forms)
""",
    Kind.TOOLKIT,
    30,
    needs=("money",),
)

LEAF = Book(
    "My good day",
    "A leaf to fill in: what a good day is made of.",
    """Think of a day in the last month that was good, or good in parts.

## Where was I, and who was there?

&nbsp;

&nbsp;

## What did I do in the morning?

&nbsp;

&nbsp;

## What did I leave out?

&nbsp;

&nbsp;

## What of that can I have again this week?

&nbsp;

&nbsp;
""",
    Kind.LEAF,
    150,
    ways=(FiveWay.TAKE_NOTICE,),
)

HOUR = Book(
    "Giving an hour",
    "Small ways to help that do not turn into a job.",
    """You need not run anything. An hour is a whole gift.

- Carry chairs before, or wash cups after
- Walk at the back with whoever is slowest
- Ring one person on one evening
- Bring cuttings, jars, wool or old maps
- Read a letter aloud to somebody whose eyes are tired

Say for how long: “I can do Thursdays until Easter.” It is easier to go on than to stop.
""",
    Kind.GUIDE,
    20,
    credit="Beryl, of the café",
    needs=("volunteering", "company"),
    ways=(FiveWay.GIVE, FiveWay.CONNECT),
)

EASY = Book(
    "Meeting my link worker",
    "Easy Read: what happens the first time.",
    """A link worker helps you find things you like to do.

You meet. It takes about one hour.

You can meet at home, at the surgery or in a café. **You choose.**

You can bring somebody with you.

They ask: what matters to you?

You can say: I do not want to talk about that.

You can stop at any time.
""",
    Kind.BOOKLET,
    70,
    needs=("company",),
    easy=True,
)

CALL = Book(
    "A first video call with the family, step by step",
    "Slowly, and with somebody beside you the first time.",
    """1. Choose a time when nobody is in a hurry. Write it down.
2. Charge the telephone or tablet to the full the night before.
3. Sit with the window **in front of** you, so that they see your face.
4. Lean it against a few books, as high as your chin.
5. When it rings, press the green sign. Wait. Wave.
6. If you cannot hear, press the button at the side with the plus, more than once.
7. To end it, wave, then press the red sign.

Nothing breaks if you press something wrong. People who show you how, near you:
[help with getting online](/community?q=computer).
""",
    Kind.BOOKLET,
    12,
    credit="Young Tom",
    needs=("online", "company"),
    ways=(FiveWay.LEARN, FiveWay.CONNECT),
    whom=("older",),
)

DOOR = Book(
    "Visiting somebody at home for the first time",
    "For staff: before, at the door, and after.",
    """## Before

- Read how they like to be told and what makes it easier to take part.
- Tell the office where you are and when you will be out.
- Ring from outside rather than knock twice.

## At the door

- Say your name and where you come from, and wait to be asked in.
- Ask where they would like you to sit.

## After

- Ring the office.
- Write what they said in their words before you drive off.

*To be supplied by the service: its own rule for visiting alone.*
""",
    Kind.GUIDE,
    110,
    readers=Readers.STAFF,
)

OLD_TIMES = Book(
    "Bus times, last winter",
    "The timetable of the village bus until spring.",
    "The bus goes at ten past each hour until the clocks change.\n",
    Kind.LIST,
    300,
    needs=("getting_about",),
)

SHELF = (SHOPS, APPOINTMENT, WALKING, PACING, RINGING, FIRST_TIME, NOTHING, FORM, LEAF, HOUR, EASY, CALL, DOOR)
"""What is published."""
