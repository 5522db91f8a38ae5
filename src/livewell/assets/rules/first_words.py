"""The vocabulary that a new Live Well begins with: our own plain words. Staff change it at /directory/words."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from livewell.assets.rules.vocabulary import Taxonomy, Term

_SPACE = UUID("b7d8e6f0-3a51-4c0e-9c3e-6a1d0f5b2c47")
"""The ids of these terms come from it and their codes, so that they are the same in every place."""

# code | name | other words, between commas
_NEEDS = """
company | Company and friendship | lonely, loneliness, isolated, isolation, alone, friend, friends, company, chat, welcome, befriending, somebody to talk to
low_mood | Low mood | sad, down, depressed, depression, hopeless, tearful, mood
worry | Worry and stress | anxious, anxiety, stress, stressed, panic, calm, overwhelmed, nerves
sleep | Sleep | insomnia, tired, tiredness, rest, cannot sleep
grief | Grief and loss | bereaved, bereavement, widow, widower, death, died, mourning, cruse
confidence | Confidence and purpose | purpose, self-esteem, shy, nervous, bored, direction, meaning
moving_more | Moving more | exercise, fitness, active, unfit, inactive, strength, stamina
balance | Balance and falls | falls, fall, fallen, unsteady, wobbly, balance
weight_food | Food and weight | weight, overweight, diet, eating, healthy eating, nutrition, obesity
pain | Living with pain | pain, back pain, arthritis, fibromyalgia, sore, aches
long_term | Living with a long-term condition | diabetes, sugar, copd, heart, stroke, asthma, parkinson, cancer, condition
memory | Memory and dementia | dementia, memory, alzheimer, forgetful, confusion
smoking | Stopping smoking | smoking, smoke, cigarettes, vaping, quit
alcohol_drugs | Alcohol and drugs | alcohol, drinking, drink, drugs, addiction, recovery, sober
caring | Looking after somebody | carer, carers, caring, look after, respite, caregiver
parenting | Being a parent | baby, toddler, parent, parents, mum, dad, children, pregnancy, postnatal
money | Money and bills | money, debt, debts, bills, benefits, budgeting, forms, letters, cost of living, pension, universal credit
food_help | Food when money is short | food bank, foodbank, hungry, pantry, larder, meal, food parcel
warm_home | A warm and safe home | warm, heating, cold, energy, insulation, damp, repairs, warm space
housing | Housing | homeless, housing, rent, eviction, landlord, tenancy, council house
work | Work and jobs | job, jobs, work, employment, unemployed, cv, interview, career
getting_about | Getting about | transport, lift, lifts, bus, driver, drivers, taxi, mobility, wheelchair
digital | Going online | computer, internet, online, tablet, phone, smartphone, digital, email, website
paperwork | Letters, forms and rights | paperwork, legal, rights, advice, will, power of attorney, citizens advice, immigration
language | Learning English | english, esol, translate, interpreter, language, speaking
safety_home | Feeling safe | abuse, violence, unsafe, scared, crime, scam, bullying, refuge
"""
_ACTIVITIES = """
walking | Walking | walk, walks, walkers, stroll, amble, ramble, hike, hiking, nordic walking
running | Running | run, jog, jogging, couch to 5k, parkrun
cycling | Cycling | cycle, bike, bicycle, biking
swimming | Swimming | swim, pool, aqua, aquafit
dancing | Dancing | dance, ballroom, zumba, line dancing, tea dance, movement
gym | Gym and exercise classes | gym, exercise, leisure, aerobics, fitness class, circuit, weights
chair_exercise | Chair exercise | seated exercise, chair, armchair, gentle exercise, strength
yoga | Yoga and stretching | yoga, pilates, stretch, stretching, flexibility
tai_chi | Tai chi | tai chi, qigong, qi gong
ball_games | Football and ball games | football, walking football, netball, basketball, cricket, rugby, rounders
racket_games | Racket games | tennis, badminton, table tennis, squash, pickleball, ping pong
bowls | Bowls and boules | bowls, bowling, petanque, boccia, curling
golf | Golf | golf, golfing, putting, pitch and putt
water_sports | On the water | rowing, sailing, canoe, kayak, paddle
fishing | Fishing | angling, fish, fishery
gardening | Gardening | garden, gardens, allotment, allotments, growing, plants, horticulture
nature | Nature and wildlife | birds, birdwatching, wildlife, conservation, trees, woods, outdoors, green
animals | Animals | dogs, dog, pets, horses, farm, cats
singing | Singing | sing, choir, choirs, chorus, karaoke
music | Making and hearing music | music, band, ukulele, guitar, orchestra, concert, instrument, drumming
drama | Drama and performing | theatre, acting, play, performing, panto, comedy
painting | Painting and drawing | art, arts, paint, draw, watercolour, sketch
crafts | Crafts | craft, making, pottery, card making, jewellery, clay, weaving
knitting | Knitting and sewing | knit, knit and natter, crochet, sewing, sew, quilting, embroidery
woodwork | Woodwork and mending | shed, men in sheds, repair, repair cafe, mending, tools, carpentry, diy
photography | Photography and film | photo, photos, camera, film, cinema, movies
reading | Reading and books | book, books, book club, reading group, library
writing | Writing and poetry | poetry, poems, creative writing, stories, memoir
history | Local and family history | history, heritage, genealogy, ancestors, museum, archive
talks | Talks and learning together | talk, lecture, u3a, course, class, study, science
languages | Speaking other languages | french, spanish, italian, german, conversation, sign language
computers | Computers and phones | computer, tablet, digital, online, coding, it help
cooking | Cooking and eating together | cook, cookery, cooking, eat, baking, bake, healthy eating, recipes
lunch_club | Lunch clubs | lunch, luncheon, dinner, meal, meals, eat
coffee | Coffee, tea and a chat | coffee morning, tea, cake, cafe, chat, natter, warm space, drop in
games | Games and puzzles | board games, cards, bridge, chess, bingo, dominoes, scrabble, quiz, jigsaw
outings | Outings and days out | trips, day trip, outing, coach, holiday, visits
faith | Faith and fellowship | church, prayer, worship, mosque, temple, faith, fellowship, bible
mindfulness | Mindfulness and quiet | mindful, meditation, relax, relaxation, calm, quiet, breathing
talking | Talking and listening | counselling, listening, therapy, talk, support group, helpline
peer_support | People in the same boat | peer support, self help, support group, sharing, lived experience
befriending | Befriending | befriender, visiting, telephone friend, good neighbour, buddy
memory_activity | Memory cafés and singing for the brain | memory cafe, reminiscence, singing for the brain, dementia cafe
carers_group | Carers’ groups | carers, carers cafe, young carers
toddler_group | Baby and toddler groups | toddler, playgroup, stay and play, baby group, messy play, rhyme time
youth_club | Youth clubs | youth, young people, teenagers, scouts, guides, cadets
womens_group | Women’s groups | women, wi, womens institute, ladies
mens_group | Men’s groups | men, dads, blokes, andy’s man club
culture | Culture and community | caribbean, south asian, polish, diwali, eid, heritage, festival
lgbt_group | LGBT+ groups | lgbt, gay, lesbian, trans, queer, pride
disability_group | Disabled people’s groups | disability, disabled, wheelchair, accessible, boccia, inclusive
volunteering | Volunteering | volunteer, volunteers, helping, give time, helper
community_work | Looking after the village | litter pick, community garden, neighbourhood, good cause, friends of
charity_shop | Charity shops | charity shop, second hand, shop
campaigning | Having a say | council, forum, campaign, parish, residents association, committee
advice | Advice | advice, citizens advice, information, forms, welfare rights
lifts | Lifts and community transport | lift, lifts, drivers, dial a ride, community bus, transport
food_bank | Food banks and larders | food bank, foodbank, pantry, larder, community fridge
job_club | Job clubs | job, cv, interview, work club, skills
home_help | Help at home | shopping, cleaning, handyperson, gardening help, repairs, home visits
hire_a_space | A room to use | hall, room hire, venue, meeting room, space, kitchen
small_grants | Small grants | grant, grants, fund, funding, money to start
"""


def first_words() -> Iterator[Term]:
    """Every term of the beginning, in the order above."""
    for taxonomy, lines in ((Taxonomy.NEEDS, _NEEDS), (Taxonomy.ACTIVITIES, _ACTIVITIES)):
        for line in lines.strip().splitlines():
            code, name, synonyms = (part.strip() for part in line.split("|"))
            parent = _WIDER.get(code, "")
            said = tuple(dict.fromkeys(word.strip().lower() for word in synonyms.split(",")))
            yield Term(uuid5(_SPACE, code), code, taxonomy, name, parent=parent, synonyms=said)


_WIDER = {
    "balance": "moving_more",
    "food_help": "money",
    "chair_exercise": "gym",
    "knitting": "crafts",
    "woodwork": "crafts",
    "lunch_club": "cooking",
    "memory_activity": "peer_support",
    "carers_group": "peer_support",
    "community_work": "volunteering",
    "charity_shop": "volunteering",
}
"""The wider term of those that have one."""
