/** The vocabulary of the built-in tasks: ordinary English words, chosen for this project. */

export const NOUNS =
  "anchor basket bridge button candle carpet castle clock coat cloud desk drum engine feather fence field flag forest fork garden glass glove hammer harbour helmet hill jacket jar kettle key ladder lamp leaf letter lock market mirror mountain needle oven paper pencil pillow planet plate pocket pond rope saddle sail shelf shoe spoon station stone table teapot tower train tunnel umbrella valley wagon wheel window".split(
    " ",
  );

export const ADJECTIVES =
  "amber brave bright calm clever cold deep early empty fresh gentle golden heavy hidden honest large late lively lucky modern narrow new old plain polite proud quick quiet rapid rough sharp silver simple small smooth soft steady strange sudden sweet tall tidy tiny warm wide wild wise young".split(
    " ",
  );

export const NAMES =
  "Alma Ben Carla Daniel Ella Felix Greta Hugo Ines Jonas Kira Leon Mona Noah Paula Quentin Rosa Simon Tara Victor".split(
    " ",
  );

export const SURNAMES =
  "Baker Carter Fisher Foster Gardner Harper Mason Miller Parker Porter Potter Sawyer Taylor Turner Walker Weaver".split(
    " ",
  );

export const ORGANISATION_WORDS =
  "Academy Agency Alliance Association Board Bureau Centre City Coast Council Energy Federation Film Foundation Fund Global Health Housing Institute Island Labour Language Music National Network Northern Ocean Office Public Rail Research River School Science Society Southern Sports Trade Travel Trust Union Water Western World Youth".split(
    " ",
  );

export const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

export const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

/** "first" to "thirty-first". */
export const ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(
    " ",
  );

export const PRODUCTS =
  "blender|bookcase|camera|coffee grinder|desk lamp|drill|electric kettle|hair dryer|keyboard|microwave|office chair|phone case|printer|radio|raincoat|sleeping bag|suitcase|toaster|vacuum cleaner|watch".split(
    "|",
  );

/** What a record of a person may hold, besides an age. */
export const RECORD_VALUES: Record<string, readonly string[]> = {
  name: NAMES,
  city: "Bergen|Cardiff|Dresden|Geneva|Kyoto|Lima|Lyon|Malmo|Nairobi|Porto|Quito|Seville|Turin|Utrecht".split(
    "|",
  ),
  job: "baker|carpenter|dentist|editor|gardener|librarian|nurse|painter|pilot|plumber|tailor|teacher".split(
    "|",
  ),
  pet: "canary|dog|goldfish|hamster|kitten|parrot|pony|rabbit|tortoise".split("|"),
  food: "apple|bread|carrot|cheese|lentils|noodles|olive|pear|potato|rice|soup".split(
    "|",
  ),
  color: "black|blue|brown|green|orange|pink|purple|red|white|yellow".split("|"),
  sport: "archery|chess|cycling|fencing|hockey|rowing|skating|tennis|volleyball".split(
    "|",
  ),
};
