"""The sentences of remarks: for every class its patterns, with slots for words."""

from __future__ import annotations

from dataclasses import dataclass

from .lexicon import CITIES, MEN, WEEKDAYS, WOMEN


@dataclass(frozen=True)
class Group:
    """Classes that can be told apart by a reader, and how to speak of them."""

    family: str
    nouns: tuple[str, ...]  # what the input is called
    what: tuple[str, ...]  # what is asked for: "the sentiment"
    tests: tuple[str, ...]  # "it is {meaning}"
    meanings: dict[str, str]
    templates: dict[str, tuple[str, ...]]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


SLOTS: dict[str, tuple[str, ...]] = {
    "name": (*WOMEN, *MEN),
    "city": CITIES,
    "day": tuple(WEEKDAYS),
    "hour": _list("six, seven, eight, nine, ten, eleven, two, three, four, five"),
    "few": _list("two, three, four, five, six"),
    "good": _list("wonderful, excellent, fantastic, superb, brilliant, lovely, delightful, amazing, perfect, great"),
    "bad": _list("terrible, awful, horrible, dreadful, disappointing, poor, useless, miserable, appalling, bad"),
    "plain": _list("average, ordinary, standard, usual, typical"),
    "reviewed": _list("film, book, hotel, restaurant, concert, course, play, museum, app, service, game, tour, meal, exhibition, phone, series"),
    "aspect": _list("ending, staff, design, price, quality, atmosphere, beginning, sound, location, support"),
    "product": _list("headphones, shoes, curtains, glasses, gloves, speakers, boots"),
    "item": _list("lamp, jacket, kettle, backpack, tablet, blanket, mirror, vacuum cleaner, camera, desk, watch, coat"),
    "thing": _list("keys, bag, umbrella, phone, wallet, notebook, passport, scarf, bicycle, ticket"),
    "task": _list("open the window, carry these boxes, call the office, water the plants, check the list, print the report, feed the cat, move the table, wash the dishes, close the door"),
    "task_ing": _list("opening the window, carrying these boxes, calling the office, watering the plants, checking the list, printing the report, feeding the cat, moving the table"),
    "event": _list("party, wedding, concert, picnic, barbecue, game night, dinner, opening, film night"),
    "dish": _list("soup, pizza, salad, fish, steak, pasta, curry, omelette, pie, cake"),
    "drink": _list("coffee, tea, lemonade, water, juice, cocoa, milk"),
    "artist": _list("Mozart, the Beatles, Adele, Bach, Queen, Elvis, Madonna, Bob Marley"),
    "language": _list("French, Spanish, German, Italian, Japanese, Polish, Greek, Turkish"),
    "phrase": _list("good morning, thank you, where is the station, happy birthday, I am lost, see you soon, the bill please"),
    "grocery": _list("milk, eggs, bread, butter, rice, apples, cheese, onions, sugar, flour"),
    "room": _list("kitchen, bedroom, living room, hall, bathroom, office, garage"),
    "body": _list("back, knee, head, shoulder, throat, stomach, ankle, left arm"),
    "subject": _list("maths, history, physics, geography, biology, chemistry, music"),
    "team": _list("the Lions, the Rovers, United, the Tigers, our team, the home side, the Eagles"),
    "number": _list("12, 15, 20, 25, 30, 40, 45, 50, 60, 90"),
    "order": _list("4521, 7788, 1093, 6604, 2357, 9910, 3146, 8825"),
    "animal": _list("dog, cat, parrot, rabbit, horse, hamster, goat, pony, kitten"),
    "dear": _list("Mr Smith, Ms Brown, Dr Jones, Professor Hall, Mrs Clark, Mr Young"),
}

_OPINION = {
    "positive": _lines("""
        The {reviewed} was {good}.
        I really loved the {reviewed}; the {aspect} was {good}.
        What a {good} {reviewed}! I would come back any time.
        These {product} are {good}, worth every cent.
        My new {item} works perfectly and looks {good}.
        We had a {good} time and will recommend the {reviewed} to everyone.
        Five stars: the {aspect} of this {reviewed} is {good}.
        The {item} arrived early and is better than I expected.
        I enjoyed every minute of the {reviewed}.
        Not a single complaint, the {reviewed} was {good}.
        I am so happy with this {item} that I bought a second one.
        The {aspect} could not have been better."""),
    "negative": _lines("""
        The {reviewed} was {bad}.
        I hated the {reviewed}; the {aspect} was {bad}.
        What a {bad} {reviewed}! I will never come back.
        These {product} are {bad}, a waste of money.
        My new {item} broke after {few} days.
        We had a {bad} time and cannot recommend the {reviewed} to anyone.
        One star: the {aspect} of this {reviewed} is {bad}.
        The {item} arrived late and is worse than I expected.
        I was bored by every minute of the {reviewed}.
        Nothing but problems, the {reviewed} was {bad}.
        I am so angry about this {item} that I sent it back.
        The {aspect} could not have been worse."""),
    "neutral": _lines("""
        The {reviewed} takes place every {day}.
        I bought the {item} on {day}.
        The {reviewed} starts at {hour} o'clock.
        The {item} comes in a box of {plain} size.
        We went to the {reviewed} with {name}.
        This {item} is {number} centimetres wide.
        The {reviewed} was mentioned by {name} on {day}.
        There are {few} pairs of these {product} in the shop.
        The {reviewed} is neither good nor bad, just {plain}.
        They changed the {aspect} of the {reviewed} last year."""),
}
_EMOTIONS = {
    "joy": _lines("""
        I got the job, I could dance all day!
        Hooray, {name} is coming to {city} on {day}!
        This is the best {day} of my life!
        I am so happy that we won the game against {team}!
        My heart is singing, {name} said yes!
        What a {good} surprise, thank you, I am overjoyed!
        I can't stop smiling since {day}.
        We are going to {city}, I am delighted!"""),
    "anger": _lines("""
        How dare {name} take my {thing} without asking!
        I am furious that the {item} is broken again!
        That is the last straw, {name} lied to me on {day}!
        Stop shouting at me, I have had enough of this!
        It makes me so mad that {name} never listens!
        I could scream, they cancelled the {event} again!
        Who scratched my car? I am boiling with rage!
        This is an outrage, I want my money back!"""),
    "sadness": _lines("""
        My old {animal} died on {day} and I cannot stop crying.
        I feel so lonely since {name} moved to {city}.
        Nobody came to my {event}, I feel like weeping.
        I miss {name} terribly.
        It breaks my heart that {name} is gone.
        I have been feeling down and empty since {day}.
        My eyes fill with tears whenever I think of {city}.
        I lost the {thing} my grandmother gave me, and I am heartbroken."""),
    "fear": _lines("""
        I heard steps behind me and my hands were shaking.
        I am terrified of flying to {city}.
        What if {name} never comes back? I am so worried.
        There is something moving in the dark {room}, I am scared.
        I am afraid of the results on {day}.
        My heart is pounding, someone is trying to open the door.
        The thought of the operation on {day} frightens me.
        I dare not go into that {room} alone at night."""),
    "surprise": _lines("""
        Wow, I never expected to see {name} in {city}!
        What? {name} has {number} cats?
        I can't believe it, the {item} costs only {few} dollars!
        No way, {name} speaks {language}!
        Well, I did not see that coming on a {day}!
        You are kidding, {name} ate {few} plates of {dish}?
        I was astonished to find my {thing} in the {room}.
        Out of nowhere, {name} stood in my {room}, amazing!"""),
}
_SPEECH_ACTS = {
    "request": _lines("""
        Could you please {task}?
        Would you mind {task_ing}?
        Please {task} before {hour}.
        Can you {task} for me, {name}?
        I would be grateful if you could {task}.
        {name}, would you {task}, please?"""),
    "complaint": _lines("""
        The {item} you sent me does not work at all.
        I have been waiting for {number} minutes and nobody has come.
        This is the third time my order arrived broken.
        The {dish} was cold and the waiter was rude.
        Your {reviewed} is far too expensive for what it offers.
        It is not acceptable that {name} is late every {day}."""),
    "thanks": _lines("""
        Thank you so much for the {item}, {name}!
        Thanks a lot for {task_ing}.
        I am very grateful for your help on {day}.
        Many thanks for the {good} {event}.
        We appreciate your support, {name}.
        Thanks, {name}, you saved my {day}!"""),
    "apology": _lines("""
        I am sorry that I forgot the {event}.
        Please forgive me for losing your {thing}.
        I apologise for being late on {day}.
        Sorry, {name}, I broke your {item}.
        My apologies, I should have called you on {day}.
        I did not mean to hurt you, {name}, I am so sorry."""),
    "invitation": _lines("""
        Would you like to come to my {event} on {day}?
        We are having a {event} on {day}, come and join us!
        You are invited to our {event} in {city}.
        Come over for {dish} on {day}, {name}!
        Do you want to go to the {event} with me, {name}?
        Please be our guest at the {event} on {day}."""),
    "warning": _lines("""
        Be careful, the {dish} is very hot!
        Watch out, the floor of the {room} is wet!
        Don't touch the {item}, it is broken and sharp!
        Beware of the {animal}, it bites!
        Mind your head in the {room}!
        Look out, {name}, a car is coming!"""),
    "greeting": _lines("""
        Hello {name}, nice to see you!
        Good morning, {name}!
        Hi {name}, how are you today?
        Good evening, {dear}.
        Hey {name}, long time no see!
        Welcome to {city}, {name}!"""),
    "farewell": _lines("""
        Goodbye, {name}, see you on {day}!
        See you later, {name}!
        Take care and have a safe trip to {city}!
        Bye for now, {name}!
        Farewell, {dear}, until we meet again.
        Good night, {name}, sleep well and see you at {hour}!"""),
    "promise": _lines("""
        I promise to {task} on {day}.
        You have my word that I will {task}.
        I swear I will bring back your {thing}.
        I will be there at {hour}, I promise.
        Don't worry, I promise I will {task}, {name}.
        I give you my word: the {item} will be ready on {day}."""),
    "advice": _lines("""
        You should see a doctor about your {body}.
        If I were you, I would take the train to {city}.
        You had better leave before {hour}.
        Why don't you talk to {name} about it?
        I would advise you to sell the {item}.
        You ought to practise {language} every {day}."""),
    "congratulation": _lines("""
        Congratulations on your new job, {name}!
        Well done, {name}, you passed the exam!
        Happy birthday, {name}, all the best!
        I congratulate you on winning in {city}!
        Bravo, {name}, what a success!
        All the best on your wedding day, {name}!"""),
}
_ASSISTANT = {
    "alarm": _lines("""
        wake me up at {hour} on {day}
        set an alarm for {hour} o'clock
        I need to get up at {hour}, can you ring me
        please change my alarm to {hour}
        make sure I am awake by {hour}
        cancel my {hour} o'clock alarm"""),
    "music": _lines("""
        play something by {artist}
        put on my favourite songs
        I want to listen to {artist}
        start the playlist for the {event}
        skip this song and play {artist}
        turn on some music in the {room}"""),
    "weather": _lines("""
        will it rain in {city} on {day}
        what's the weather like in {city}
        do I need an umbrella on {day}
        how cold is it in {city} right now
        is it going to snow on {day}
        tell me the forecast for {city}"""),
    "call": _lines("""
        call {name}
        phone {name} at work
        ring {name} and put it on speaker
        I want to talk to {name} on the phone
        dial the number of {name}
        give {name} a call at {hour}"""),
    "message": _lines("""
        text {name} that I am late
        send a message to {name}
        write {name} that I will be there at {hour}
        tell {name} by text that the {event} is on {day}
        read me the last text from {name}
        reply to {name}'s message with ok"""),
    "translation": _lines("""
        how do you say {phrase} in {language}
        translate {phrase} into {language}
        what is the {language} for {phrase}
        what does this {language} word mean
        I need {phrase} in {language}
        say {phrase} in {language} for me"""),
    "lights": _lines("""
        switch off the lamp in the {room}
        make the lights in the {room} brighter
        it is too dark in the {room}, turn on the light
        dim the lights in the {room}
        turn the {room} light off at {hour}
        lights on in the {room} please"""),
    "shopping": _lines("""
        put {grocery} on my shopping list
        add {grocery} and {grocery} to the shopping list
        we are out of {grocery}, note it for the shop
        what is on my shopping list
        take {grocery} off the shopping list
        remind me to buy {grocery} at the shop"""),
    "directions": _lines("""
        how do I get to {city}
        what is the fastest way to {city}
        navigate to the station in {city}
        show me the route to {name}'s house
        how far is it to {city} by car
        take me to {city} without motorways"""),
    "booking": _lines("""
        book a table for {few} on {day}
        I want to reserve a room in {city}
        get me two seats on the {hour} o'clock train to {city}
        reserve a table at {hour} for {name}
        book a flight to {city} for {day}
        please make a reservation for {few} people at {hour}"""),
    "calculation": _lines("""
        what is {number} plus {number}
        how much is {number} times {number}
        divide {number} by {few}
        what is {number} percent of {order}
        subtract {number} from {order}
        add up {number} and {order}"""),
    "joke": _lines("""
        tell me a joke about a {animal}
        make me laugh
        do you know a funny story about {city}
        I need a good joke for the {event}
        say something funny about a {item}
        got any jokes about {language} teachers"""),
}
_SERVICE = {
    "cancel": _lines("""
        Please cancel my order {order}.
        I no longer want the {item}, can you stop the order?
        I would like to call off order number {order}.
        Can I still cancel the {item} I ordered on {day}?
        I ordered the {item} by mistake, please cancel it."""),
    "track": _lines("""
        Where is my order {order}?
        When will the {item} arrive?
        My {item} should have come on {day}, where is it now?
        Can you tell me where the parcel with the {item} is?
        I want to track order {order}."""),
    "refund": _lines("""
        I want my money back for the {item}.
        When will you refund order {order}?
        You charged me twice for the {item}, please pay one back.
        I returned the {item} on {day} and still have no refund.
        Please refund the price of the {item} to my card."""),
    "exchange": _lines("""
        Can I swap the {item} for a bigger one?
        The {product} are too small, I need another size.
        I would like to exchange the {item} for a blue one.
        Please send me the {item} in a different colour instead.
        May I change the {product} for a larger pair?"""),
    "password": _lines("""
        I forgot my password.
        How can I reset my password?
        My password does not work since {day}, send me a new one.
        The page says that my password is wrong.
        I can't log in any more because I lost my password in {city}.
        {name} changed our password and I cannot log in."""),
    "address": _lines("""
        I moved to {city}, please update my address.
        Send order {order} to my new address in {city}.
        How do I change the delivery address of order {order}?
        My address is wrong on the parcel with the {item}, can you correct it?
        Since {day} I live in {city}, please note my new address."""),
    "hours": _lines("""
        When do you open on {day}?
        Are you open at {hour} on {day}?
        Until what time is the shop in {city} open?
        What are your opening hours in {city}?
        Is your shop closed on {day}?"""),
    "invoice": _lines("""
        I need an invoice for order {order}.
        Can you send me the bill for the {item} again?
        The invoice for order {order} is missing.
        Please write my company's name on the invoice.
        Where can I download the invoice for the {item}?"""),
    "human": _lines("""
        I want to talk to a real person.
        Can I speak to someone in your office in {city}?
        Please connect me with a human being.
        Is {name} there? I don't want to talk to a machine.
        Let me speak to your manager, please."""),
}
GROUPS: dict[str, Group] = {
    "opinion": Group(
        "sentiment", ("a review", "a customer's opinion", "a short comment", "a sentence from a review", "what somebody says about a thing or a visit"),
        ("the sentiment", "the feeling of the writer", "the tone of the review", "how the writer judges it"),
        ("the comment is {meaning}", "the text is {meaning}", "what is said is {meaning}"),
        {"positive": "a positive opinion", "negative": "a negative opinion", "neutral": "a neutral statement without praise or blame"}, _OPINION),
    "emotion": Group(
        "sentiment", ("a sentence", "a remark", "something a person says", "a line from a diary or a chat"),
        ("the emotion", "the feeling of the speaker", "what the speaker feels"),
        ("the remark shows {meaning}", "the speaker feels {meaning}", "the feeling expressed is {meaning}"),
        {kind: kind for kind in _EMOTIONS}, _EMOTIONS),
    "act": Group(
        "intent", ("a remark", "a sentence someone says", "a message", "a short message to another person", "an utterance"),
        ("the kind of remark", "what the speaker does by saying it", "the speaker's purpose", "the intent of the message"),
        ("the remark is {meaning}", "the speaker utters {meaning}", "the message is {meaning}"),
        {"request": "a request to do something", "complaint": "a complaint", "thanks": "an expression of thanks", "apology": "an apology", "invitation": "an invitation", "warning": "a warning", "greeting": "a greeting",
         "farewell": "a goodbye", "promise": "a promise", "advice": "a piece of advice", "congratulation": "a congratulation"}, _SPEECH_ACTS),
    "assistant": Group(
        "intent", ("a command to a voice assistant", "something said to a smart speaker", "a user's request", "a spoken request", "what a user asks a digital assistant"),
        ("the intent", "the task the user wants done", "what the user wants", "the right skill for the request"),
        ("the user's request is about {meaning}", "the command concerns {meaning}", "the user wants something to do with {meaning}"),
        {"alarm": "waking up or an alarm", "music": "music", "weather": "the weather", "call": "a phone call", "message": "a text message", "translation": "translation", "lights": "the lights", "shopping": "the shopping list",
         "directions": "the way to a place", "booking": "a reservation", "calculation": "arithmetic", "joke": "a joke"}, _ASSISTANT),
    "service": Group(
        "intent", ("a message to a shop's help desk", "a customer's message", "a customer request", "an e-mail line from a customer", "a question to customer service"),
        ("the intent of the customer", "what the customer wants", "the concern of the message", "the department's keyword for it"),
        ("the customer writes about {meaning}", "the message concerns {meaning}", "the customer's concern is {meaning}"),
        {"cancel": "cancelling an order", "track": "where an order is", "refund": "getting money back", "exchange": "exchanging an article for another size or colour", "password": "a password", "address": "a change of address",
         "hours": "the opening hours", "invoice": "an invoice or bill", "human": "speaking to a person"}, _SERVICE),
}  # fmt: skip
