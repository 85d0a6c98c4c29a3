"""Words and names the task grammar fills its inputs with; everything here is our own, CC0."""

from __future__ import annotations

import re

from tokenizers import Tokenizer


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CATEGORIES: dict[str, tuple[str, ...]] = {
    "animal": _words(
        "cat dog horse tiger rabbit whale eagle snake frog bear lion wolf sheep goat duck owl "
        "monkey camel zebra mouse shark salmon spider bee ant deer fox pig cow donkey parrot swan"
    ),
    "fruit": _words(
        "apple banana cherry grape lemon mango melon orange peach pear plum kiwi lime fig papaya "
        "apricot coconut raspberry blueberry pineapple"
    ),
    "vegetable": _words(
        "carrot potato onion cabbage spinach lettuce celery broccoli pumpkin radish turnip leek "
        "garlic cucumber pea bean beet"
    ),
    "colour": _words(
        "red blue green yellow purple pink brown black white grey violet turquoise crimson beige gold"
    ),
    "vehicle": _words(
        "car bus train truck bicycle tram boat ship plane helicopter scooter van motorcycle ferry taxi"
    ),
    "tool": _words(
        "hammer saw drill wrench shovel rake ladder screwdriver pliers axe chisel broom scissors"
    ),
    "garment": _words("shirt coat hat sock glove scarf shoe boot dress skirt sweater jacket belt tie"),
    "instrument": _words(
        "piano violin guitar drum flute trumpet cello harp clarinet saxophone banjo organ trombone"
    ),
    "furniture": _words("table chair sofa bed desk shelf stool bench cupboard wardrobe armchair"),
    "sport": _words(
        "football tennis rugby golf hockey cricket boxing swimming rowing skiing judo baseball"
    ),
    "job": _words(
        "teacher nurse doctor farmer baker pilot lawyer plumber waiter painter carpenter dentist "
        "soldier tailor butcher gardener librarian"
    ),
    "body part": _words("arm leg hand foot knee elbow nose ear eye neck shoulder finger toe chin"),
    "drink": _words("water milk tea coffee juice beer wine lemonade cocoa cider soda"),
    "metal": _words("iron copper silver tin lead zinc steel brass bronze nickel aluminium"),
}

FIRST_NAMES = _words(
    "Anna Ben Clara David Emma Frank Grace Henry Irene Jack Karen Liam Maria Noah Olivia Peter "
    "Quinn Rosa Sam Tina Uma Victor Wendy Xavier Yara Zoe Ahmed Mei Carlos Priya Yuki Omar Ingrid "
    "Pablo Leila Marco Nadia Oscar Paula Tom Sofia Lucas Hana Felix Elena Daniel"
)
LAST_NAMES = _words(
    "Smith Jones Brown Garcia Miller Davis Lopez Wilson Moore Taylor Clark Lewis Young Walker Hall "
    "Allen King Wright Scott Green Baker Adams Nelson Hill Campbell Mitchell Roberts Carter Phillips "
    "Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Reed Bailey Bell Kelly "
    "Novak Tanaka Kumar Rossi Weber Silva Petrov Larsen Okafor"
)
CITIES = _words(
    "Paris London Berlin Madrid Rome Vienna Prague Lisbon Dublin Oslo Athens Cairo Tokyo Delhi "
    "Sydney Toronto Chicago Boston Denver Seattle Lima Bogota Nairobi Lagos Seoul Bangkok Manila "
    "Warsaw Helsinki Zurich Geneva Milan Munich Porto Bristol Leeds"
)
COMPANY_WORDS = _words("acme globex initech umbra solaris nordwind bluefin redwood quickmail lumina")
ITEMS_FOR_SALE = _words(
    "lamp chair book phone jacket bicycle kettle backpack camera watch mug printer keyboard tent "
    "guitar blanket mirror notebook umbrella headset"
)
MONTHS = _words(
    "January February March April May June July August September October November December"
)
WEEKDAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

# Relations of words, both directions usable.
LEXICONS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {}


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(tuple(pair.replace("_", " ").split(":")) for pair in text.split())


LEXICONS = {
    "opposite": (
        "the opposite of the word", "the opposite of the word",
        _pairs("hot:cold big:small fast:slow high:low old:new light:heavy happy:sad rich:poor "
               "early:late full:empty hard:soft open:closed strong:weak wet:dry wide:narrow thick:thin "
               "loud:quiet clean:dirty deep:shallow long:short near:far safe:dangerous sweet:bitter "
               "true:false young:elderly left:right up:down in:out day:night love:hate win:lose "
               "buy:sell push:pull start:stop arrive:leave remember:forget laugh:cry"),
    ),
    "young animal": (
        "the name of the animal's young", "the grown animal this young one belongs to",
        _pairs("cat:kitten dog:puppy cow:calf sheep:lamb horse:foal pig:piglet duck:duckling "
               "goose:gosling frog:tadpole lion:cub goat:kid deer:fawn swan:cygnet kangaroo:joey "
               "hen:chick eagle:eaglet hare:leveret owl:owlet"),
    ),
    "sound": (
        "the sound the animal makes", "the animal that makes this sound",
        _pairs("cat:meow dog:bark cow:moo sheep:baa horse:neigh pig:oink duck:quack lion:roar "
               "frog:croak owl:hoot bee:buzz snake:hiss mouse:squeak rooster:crow wolf:howl"),
    ),
    "place of work": (
        "the place where this person works", "the person who works in this place",
        _pairs("teacher:school nurse:hospital baker:bakery farmer:farm judge:court librarian:library "
               "chef:kitchen pilot:cockpit sailor:ship priest:church miner:mine barber:salon "
               "actor:theatre banker:bank waiter:restaurant scientist:laboratory"),
    ),
    "feminine": (
        "the female counterpart", "the male counterpart",
        _pairs("king:queen prince:princess actor:actress waiter:waitress hero:heroine brother:sister "
               "father:mother son:daughter uncle:aunt nephew:niece husband:wife bull:cow duke:duchess "
               "god:goddess host:hostess man:woman boy:girl"),
    ),
    "continent": (
        "the continent the country lies on", "",
        _pairs("France:Europe Japan:Asia Egypt:Africa Brazil:South_America Canada:North_America "
               "Kenya:Africa Spain:Europe China:Asia Peru:South_America Mexico:North_America "
               "Nigeria:Africa India:Asia Italy:Europe Chile:South_America Ghana:Africa Norway:Europe "
               "Vietnam:Asia Cuba:North_America Poland:Europe Thailand:Asia"),
    ),
    "material": (
        "what the thing is usually made of", "",
        _pairs("table:wood window:glass knife:steel shirt:cotton tyre:rubber book:paper boot:leather "
               "ring:gold sweater:wool bottle:plastic brick:clay coin:metal candle:wax jeans:denim "
               "mirror:glass pencil:wood newspaper:paper saddle:leather"),
    ),
    "spanish": (
        "the Spanish word", "the English word for this Spanish one",
        _pairs("house:casa dog:perro cat:gato water:agua book:libro red:rojo green:verde day:día "
               "night:noche sun:sol moon:luna milk:leche bread:pan friend:amigo school:escuela "
               "king:rey city:ciudad table:mesa door:puerta white:blanco black:negro fire:fuego "
               "hand:mano eye:ojo heart:corazón sea:mar one:uno two:dos three:tres"),
    ),
    "french": (
        "the French word", "the English word for this French one",
        _pairs("house:maison dog:chien cat:chat water:eau book:livre red:rouge green:vert day:jour "
               "night:nuit sun:soleil moon:lune milk:lait bread:pain friend:ami school:école king:roi "
               "city:ville table:table door:porte white:blanc black:noir fire:feu hand:main eye:œil "
               "heart:cœur sea:mer one:un two:deux three:trois"),
    ),
    "german": (
        "the German word", "the English word for this German one",
        _pairs("house:Haus dog:Hund cat:Katze water:Wasser book:Buch red:rot green:grün day:Tag "
               "night:Nacht sun:Sonne moon:Mond milk:Milch bread:Brot friend:Freund school:Schule "
               "king:König city:Stadt table:Tisch door:Tür white:weiß black:schwarz fire:Feuer "
               "hand:Hand eye:Auge heart:Herz sea:Meer one:eins two:zwei three:drei"),
    ),
    "past": (
        "the past tense of the verb", "the base form of the past-tense verb",
        _pairs("go:went see:saw take:took give:gave run:ran eat:ate drink:drank write:wrote sing:sang "
               "swim:swam begin:began break:broke choose:chose drive:drove fall:fell fly:flew grow:grew "
               "know:knew ride:rode speak:spoke steal:stole teach:taught think:thought win:won "
               "walk:walked jump:jumped play:played open:opened carry:carried stop:stopped bake:baked"),
    ),
    "plural": (
        "the plural of the noun", "the singular of the plural noun",
        _pairs("cat:cats box:boxes city:cities child:children man:men mouse:mice foot:feet tooth:teeth "
               "leaf:leaves knife:knives bus:buses baby:babies hero:heroes wolf:wolves goose:geese "
               "church:churches story:stories dress:dresses lamp:lamps river:rivers potato:potatoes"),
    ),
    "adjective": (
        "the adjective made from the noun", "the noun behind the adjective",
        _pairs("danger:dangerous sun:sunny noise:noisy beauty:beautiful wind:windy fame:famous "
               "hope:hopeful wood:wooden music:musical nature:natural luck:lucky salt:salty "
               "poison:poisonous care:careful friend:friendly child:childish hunger:hungry"),
    ),
}  # fmt: skip


def common_words(tokenizer: Tokenizer, count: int = 5000) -> list[str]:
    """The first `count` plain lower-case words of the base model's vocabulary, frequent first."""
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    words = [token[1:] for token, _ in vocabulary if re.fullmatch(r"Ġ[a-z]{4,9}", token)]
    return words[:count]
