"""Orders to a voice assistant and letters to a shop; for every intent its patterns, with slots."""

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


ASSISTANT = {
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
SERVICE = {
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
