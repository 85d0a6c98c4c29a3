"""What people want: acts of speech; patterns with slots."""

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


SPEECH_ACTS = {
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
