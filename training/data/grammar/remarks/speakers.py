"""Remarks whose speaker can be told: for every pair of speakers what each of them says."""

from __future__ import annotations

# Speaker -> sentences, one a line; slots as in remark_patterns.
_TEXT = """
customer / shop assistant
  How much is this {item}? | Do you have this {item} in blue? | I would like to return this {item}. | Can I try on the {product}? | I'm just looking, thanks. | I'll take the {item} and the {product}, please. | Where do I find the {product} in your shop?
  This {item} is on sale, madam. | The fitting rooms are over there. | Would you like a bag for your {item}? | We have the {item} in three colours. | That makes {number} dollars, please. | Sorry, the {product} are sold out, but we get more on {day}. | How can I help you today? The {product} are new in our shop.
patient / doctor
  My {body} hurts since {day}. | I can't sleep at night because of my {body}, can you help me? | Do I need an operation on my {body}? | I took the pills you gave me, but my {body} still aches. | Is it something serious, doctor? It is my {body}. | I feel dizzy and my {body} is sore.
  Take this medicine {few} times a day. | Please lie down, I will examine your {body}. | Where exactly does your {body} hurt? | I will prescribe something for your {body}. | Your {body} needs rest; come back on {day}. | The X-ray shows that your {body} is not broken.
teacher / pupil
  Open your books at page {number}. | Your homework for {day} is exercise {few}. | {name}, please come to the blackboard. | I will hand out the {subject} tests on {day}. | Quiet, please, the {subject} lesson has begun. | Who can tell me the answer? {name}?
  I forgot my {subject} homework at home. | May I go to the toilet, please? | What mark did I get in {subject}, sir? | Sorry I am late for {subject}, my bus did not come. | I don't understand exercise {few}, can you explain it to us? | My mum could not help me with my {subject} homework.
waiter / guest
  Are you ready to order, or shall I bring you some {drink} first? | Today's special is {dish}. | Here is your {dish}, enjoy your meal! | Would you like {drink} with your {dish}? | I'll bring you the bill right away. | I recommend our {dish}, the chef is famous for it.
  I'd like the {dish}, please. | Could we have the bill, please? | There is a hair in my {dish}. | A table for {few}, please. | Can you bring me some more {drink}? | I ordered {dish}, not {dish}.
passenger / pilot
  Is this seat by the window taken? | Where can I put my bag during the flight to {city}? | I am afraid of flying, when do we land in {city}? | Could I have some {drink} and a blanket at my seat? | I missed my plane to {city}, can I get on the next one?
  This is your captain speaking, we are now above {city}. | Ladies and gentlemen, we will land in {city} in {number} minutes. | We are cleared for take-off to {city}. | Tower, this is flight {order}, ready for departure. | I will fly this plane to {city} on {day}.
buyer / seller
  Is the {item} still for sale? | Would you sell it for {number} dollars? | I will pick up the {item} on {day} and pay in cash. | How old is the {item} you are offering? | Can you lower the price of the {item} a little?
  The {item} is yours for {number} dollars. | I only sell it because I no longer need the {item}. | My price for the {item} is fixed. | I can ship the {item} to you on {day}. | I have had many offers for my {item} already.
landlord / tenant
  The rent is due on {day}. | You may not keep a {animal} in my flat. | I will raise your rent by {number} dollars. | I have found new people for the flat, so please move out by {day}. | You still owe me the rent for the flat.
  The heating in my flat does not work, please repair it. | When will I get my deposit back? | May I keep a {animal} in the flat you rent to me? | I will pay the rent on {day}. | The {room} of the flat I rent from you is damp.
driver / mechanic
  My car makes a strange noise when I brake. | When can I pick up my car? | The engine of my car does not start any more. | How much will the repair of my car cost me? | My car broke down near {city}, can you fix it?
  Your brakes are worn, I have to replace them. | Your car will be ready on {day}. | I changed the oil and checked your tyres. | The repair of your car costs {number} dollars. | You need a new battery, I can fit it by {hour}.
parent / child
  Tidy up your {room} before you go out to play. | Have you done your homework, {name}? | It is time for bed, little one. | Eat your vegetables, {name}, or there is no dessert. | You are too young to go to {city} alone, my dear.
  Mum, can I have a {animal}? | Dad, will you read me a story before I sleep? | I don't want to go to bed yet, Mum! | Can I stay up until {hour}, Dad? | Mummy, {name} took my toy!
coach / player
  Run {few} more laps, team! | You will start in goal on {day}, {name}. | I want you all to pass faster against {team}. | I am taking you off, {name}, you look tired. | Training starts at {hour}, and nobody on my team is late.
  Coach, my {body} hurts, can you take me off? | I scored {few} goals against {team}. | Will you let me play on {day}, coach? | I kicked the ball over the goal. | Coach, why am I on the bench against {team}?
boss / employee
  I need your report on my desk by {day}. | You are promoted, {name}, you did well in my department. | I have decided to give you a rise of {number} dollars. | Please come to my office, I want to talk about your work. | I can't give you {day} off, {name}.
  May I take {day} off? | I would like to ask you for a rise. | I finished the report you asked me for. | I am sick and cannot come to work on {day}. | I hand in my notice, I found a job in {city}.
host / visitor
  Come in and make yourself at home! | Can I take your coat? | I made {dish} for you, I hope you like it. | I have prepared the guest room for you. | Stay as long as you like in our house, {name}.
  Thank you for having me in your house. | Where may I put my shoes? | What a lovely home you have, {name}! | Here is a small present for you and your home. | I should go home now, thank you for the lovely {dish}.
police officer / thief
  You are under arrest! | Hands up, you stole that {item}! | Where were you on {day} at {hour}, when the {item} was stolen? | We will search your flat for the stolen {item}. | I have to take your fingerprints.
  I admit it, I stole the {item}. | I broke in through the window of the {room}. | Quick, hide the stolen {item} before they catch us! | You will never find the {item} I took. | I only picked his pocket, please don't arrest me.
librarian / reader
  This book is due back on {day}. | Please be quiet, people are reading here. | You may borrow up to {few} books from us. | You have to pay a fine, because you brought the book back late. | I can reserve the book for you until {day}.
  I would like to borrow this book. | Where do you keep the books about {subject}? | Can I renew my books until {day}? | I lost the book you lent me. | I need a library card, please.
hairdresser / client
  How short would you like your hair? | Please lean back, I will wash your hair. | Shall I cut your fringe as well? | I can fit you in at {hour} for a haircut. | Keep still, or I will cut your ear.
  Just trim the ends of my hair, please. | I'd like to have my hair dyed red. | Please don't cut my hair too short. | Can you give me a haircut on {day}? | My hair looks {good}, thank you, how much do I owe you for the cut?
tourist guide / tourist
  On your left you can see the oldest church in {city}. | Please follow my red umbrella, everyone. | Our tour of {city} ends here, I hope you liked it. | I have shown this castle to visitors for {number} years. | Our bus leaves at {hour}, so please come back to me in time.
  Could you take a photo of us in front of the castle? | How old is the church you are showing us? | Is there time to buy a souvenir before your tour goes on? | I got lost and could not find your group. | We are on holiday here and want to book your tour of {city}.
"""


def _parse() -> dict[str, dict[str, tuple[str, ...]]]:
    pairs = {}
    lines = _TEXT.strip().splitlines()
    for heading, first, second in zip(lines[::3], lines[1::3], lines[2::3]):
        one, two = heading.split(" / ")
        pairs[heading] = {one: tuple(first.strip().split(" | ")), two: tuple(second.strip().split(" | "))}
    return pairs


SPEAKERS = _parse()
