### Every sentence of the shop, in American English.
### Messages with variants (.a, .b, .c) are said in turn, so that the shop does not sound like a machine.
### Values arrive escaped; SSML tags written here are kept.

## Pieces

number = { $n ->
    [0] no
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
    [12] twelve
   *[other] { $n }
  }
times = { $count } { $name }
times-plural = { $count } of the { $name }
a-pack = a { $name }
with-price = { $name } for { $price }
and-more = { $names }, among others

money-USD = { $minor ->
    [0] { $major } { $major ->
        [one] dollar
       *[other] dollars
      }
   *[other] { $major ->
        [0] { money-cents }
        [one] { $major } dollar and { money-cents }
       *[other] { $major } dollars and { money-cents }
      }
  }
money-cents = { $minor } { $minor ->
    [one] cent
   *[other] cents
  }
money-EUR = { $minor ->
    [0] { $major } { $major ->
        [one] euro
       *[other] euros
      }
   *[other] { $major ->
        [0] { money-cents }
        [one] { $major } euro and { money-cents }
       *[other] { $major } euros and { money-cents }
      }
  }
money-GBP = { $minor ->
    [0] { $major } { $major ->
        [one] pound
       *[other] pounds
      }
   *[other] { $major ->
        [0] { $minor } pence
        [one] { $major } pound { $minor }
       *[other] { $major } pounds { $minor }
      }
  }
money-other = { $amount } { $unit }
order-number = <say-as interpret-as="digits">{ $number }</say-as>

## Coming and going

welcome = Welcome to { $shop }. You can ask for anything we sell, order what you had before, or check out. What would you like?
welcome-back = { $name ->
    [none] Welcome back to { $shop }.
   *[other] Welcome back to { $shop }, { $name }.
  }
news = By the way, { $told }.
news-shipped = your order { order-number } was sent { $day }
news-part_shipped = a part of your order { order-number } was sent { $day }
news-cancelled = we had to cancel your order { order-number } { $day }
news-not_charged = your order { order-number } was cancelled, as your card could not be charged
news-shortened = a part of your order { order-number } could not be sent, and you need not pay for it
news-return_refused = your return of order { order-number } was not accepted
news-let_off = you get some money back for your order { order-number }
news-paid_back = what you get back for your order { order-number } was paid back { $day }
news-of-several = By the way, there is news of { $n } orders: to hear it, say, list my orders.
cart-waits = Your cart still holds { $items }.
things = { $n ->
    [one] one thing
   *[other] { $n } things
  }
what-would-you-like =
    .a = What would you like?
    .b = What can I get you?
goodbye =
    .a = Goodbye. See you soon.
    .b = Goodbye, and thank you.
goodbye-cart = Goodbye. Your cart waits for you, with { $items }.
hello =
    .a = Hello.
    .b = Hello, nice to hear you.
welcome-thanks = You're welcome.
reminders-on = All right, you may be reminded of what you leave in your cart. To stop that, say: no more reminders.
reminders-off = All right, no reminders.
anything-else =
    .a = Anything else?
    .b = What else can I get you?
    .c = Would you like anything else?
shall-i-check-out = Shall I check out?

## Finding

found-one = We have { $name } for { $price }.
found-one-sold-out = We do sell { $name }, but we are out of it right now.
found-some = { $count ->
    [2] I found two:
    [3] I found three:
   *[other] I found { $n }. The first three are
  } { $items }.
found-next = { $count ->
    [one] Then there is { $items }.
   *[other] Next are { $items }.
  }
found-previous = Before that came { $items }.
found-many = For { $words } I found { $n }, from { $price } on.
which-facet = Which { $facet } would you like: { $values }?
which-facet-more = Which { $facet } would you like: { $values }, or another?
facet-color = color
facet-size = size
facet-material = material
facet-flavor = flavor
facet-diet = kind
comes-to = That comes to { $total }.
comes-in = It comes in { $names }.
come-in = They come in { $names }.
one-kind-only = There is only the one.
have-it = You have { $count } in your cart.
no-other-such = I have none like that.
none-so = { $n ->
    [one] I'm afraid it isn't { $words }.
   *[other] I'm afraid none of them is { $words }.
  }
name-others = Shall I name other things that are { $words }?
all-so = They are all { $words }.
ask-what-is-in-it = I can't tell that of all of them: ask me about one, and I'll say what is in it.
none-bigger = That is the biggest one I have.
none-smaller = That is the smallest one I have.
found-one-on-sale = We have { $named }.
instead-of = { $name } for { $price } instead of { $before }
on-sale-now = On sale now: { $items }.
nothing-on-sale = Nothing is on sale right now.
not-on-sale = None of those is on sale right now. There is { $name }, for { $price }.
popular-now = Our customers like { $items }.
suggest = { $usual ->
    [yes] You usually take { $name }, for { $price }.
   *[no] I would take { $name }, for { $price }.
  }
new-now = New here: { $items }.
comes-on = { $name } will come { $date }.
comes-later = { $name } is not in yet; we send it as soon as it comes.
no-more-found = That is all I found for { $words }.
no-more = There is nothing more to list.
at-the-start = Those were the first ones.
which-one = Which one would you like?
shall-i-add-it = Shall I add it?
shall-i-add-some = Shall I add { $count }?
not-sold = Sorry, I couldn't find { $words }.
not-sold-nearest = Sorry, I couldn't find { $words }. The nearest I have is { $name }, for { $price }.
not-sold-choices = Sorry, I couldn't find { $words }. The nearest I have are { $names }.
too-dear = Nothing like that { $limit }. The closest is { $name }, for { $price }.
limit-below = for { $price } or less
limit-above = for { $price } or more
limit-between = between { $low } and { $high }
details = { $name } { $n ->
    [one] costs
   *[other] cost
  } { $price }. { $description }
is-so = Yes, { $name } { $n ->
    [one] is
   *[other] are
  } { $trait }.
not-said-so = I don't know whether { $name } { $n ->
    [one] is
   *[other] are
  } { $trait }.
contains = { $name } { $n ->
    [one] contains
   *[other] contain
  } { $what }.
may-contain = { $name } may contain { $what }.
in-stock = { $n ->
    [one] It is
   *[other] They are
  } in stock.
each-costs = Each of them is { $price }.
some-cost = { $items } { $n ->
    [one] costs
   *[other] cost
  } { $price }.
cheaper-by = { $name } { $n ->
    [one] costs
   *[other] cost
  } { $less } less.
same-price = They cost the same.
nothing-to-compare = Tell me two things and I compare them, such as: which is cheaper, butter or margarine?
few-left = Only { $count } left.
sold-out-now = We are out of it right now.
departments = We have { $names }.
what-sounds-good = What would you like to look for?
nothing-offered = I haven't offered you anything yet.
not-so-many = I offered only { $count }.

## The cart

added =
    .a = Added { $items }.
    .b = OK, { $items } in your cart.
    .c = I've added { $items }.
added-instead =
    .a = OK, { $items } instead of { $was }.
    .b = I took { $was } out and added { $items }.
    .c = That's { $items } now, instead of { $was }.
shall-i-swap = Shall I take { $items } instead of { $was }?
added-now = That makes { $count } of them.
extra = { $name } is { $price }
extras = Extra: { $extras }.
made-so = OK, { $words }.
unmet-unknown = I can't do { $words } with that.
unmet-sold-out = We are out of { $words }.
unmet-too-many = With { $words } that is more than the { $count } we can put in, so I left it out.
unmet-needed = It can't be made without { $words }.
unmet-possible = There is { $names }.
only-more = { $left ->
    [0] All { $count } that we have are in your cart already.
    [one] Only one { $name } is left.
   *[other] Only { $count } { $name } are left.
  }
add-so-many = { $left ->
    [one] Add one?
   *[other] Add { $count }?
  }
sold-out = Sorry, we are out of { $name }.
instead = We do have { $names }.
instead-one = Shall I add { $name } instead, for { $price }?
too-many = I can put at most { $most } { $name } into one cart.
how-many-none = That would be none. To take something out, say: remove { $name }.
which-kind = { $words ->
    [none] Which one:
   *[other] Which { $words }:
  } { $names }?
which-kind-more = There are several kinds of { $words }, such as { $names }. Which one would you like?
and-which-kind = And which { $words }: { $names }?
changed = OK, { $items } now.
already-so = There { $n ->
    [one] is
   *[other] are
  } { $items } in your cart already.
removed = I took { $items } out.
removed-some = I took { $items } out; { $left } { $n ->
    [one] is
   *[other] are
  } left.
as-before =
    .a = OK, { $items } as before.
    .b = Then it is { $items } as before.
out-instead =
    .a = I put { $back } back and took { $out } out.
    .b = OK, { $back } back in, and { $out } out.
kept-only = OK, your cart holds { $items } only.
not-in-cart = There { $n ->
    [one] is
   *[other] are
  } no { $words } in your cart.
not-in-cart-add = There { $n ->
    [one] is
   *[other] are
  } no { $name } in your cart yet.
which-in-cart = Which one do you mean: { $names }?
which-product-change = Which one shall I change: { $names }?
by-the-piece = We sell { $names } by the piece, for { $price } each.
how-many-pieces = How many would you like?
one-holds = One is { $size }.
how-many = How many { $name } would you like?
cart-empty = Your cart is empty.
cart-holds = Your cart holds { $items }. That comes to { $total }.
cart-gone = { $count ->
    [one] One thing in it is no longer sold.
   *[other] Some things in it are no longer sold.
  }
sure-to-empty = Shall I really take all { $pieces } things out of your cart?
sure-to-empty-one = Shall I really take { $items } out of your cart?
emptied = Your cart is empty now. If that was a mistake, say undo.
kept = OK, I left your cart as it was.
undone = Undone.
undone-cart-now = Your cart now holds { $items }.
nothing-to-undo = There is nothing to undo.
what-to-add = What would you like to add?
what-to-find = What are you looking for?
what-to-know = Which product do you want to know about?
left-alone = OK, I left that.

## Order again

again-added = I've added { $which ->
    [last] your last order
   *[other] order { order-number }
  }: { $items }. If that is not right, say undo.
again-preview = { $which ->
    [last] Your last order
   *[other] Order { order-number }
  } was { $items }.
again-without = { $n ->
    [0] Then it is { $items }.
   *[other] Without { $words } it is { $items }.
  }
again-gone = We no longer sell { $names }.
again-short = { $left ->
    [0] We are out of { $name }.
   *[other] We have only { $count } { $name } left.
  }
again-dearer = { $name } is { $price } now, it was { $was }.
again-total = Today that comes to { $total }. Shall I add it to your cart?
again-nothing-left = Nothing of { $which ->
    [last] your last order
   *[other] order { order-number }
  } can be had right now.
again-product = Last time you took { $items }. I've added the same, { $price }.
never-ordered = You haven't ordered anything here yet.
not-bought-before = You haven't bought { $words } here before.

## Checking out

read-out = From { $shop }: { $items }. { $saved } { $delivery } { $tax } The total is { $total }, { $payment }.
read-out-delivery-free = { $name ->
    [none] Delivered to { $address }{ $when }, at no charge.
   *[other] By { $name } to { $address }{ $when }, at no charge.
  }
read-out-delivery = { $name ->
    [none] Delivered to { $address }{ $when }, for { $price }.
   *[other] By { $name } to { $address }{ $when }, for { $price }.
  }
read-out-pick-up = You collect it at { $address }{ $when }.
read-out-tax = Tax is { $price }.
read-out-tax-included = That includes { $price } tax.
you-save = You save { $savings }.
saving = { $amount } with { $name }
saving-more = another { $amount } with other offers
at-time = { $day } at { $time }
pay-on-delivery = to be paid on delivery
pay-on-pick-up = to be paid when you collect it
pay-invoice = on your invoice
pay-card = from your card on file
shall-i-order = Shall I place the order?
ordered = Thank you, your order is placed. The order number is { order-number }. The total is { $total }, { $payment }.
already-ordered = That order is placed already, only once. Its number is { order-number }.
order-waits-for-card = Your order is placed, the order number is { order-number }. Your card has not answered yet; I'll keep trying, you need not do anything.
card-declined = { $reason ->
    [funds] Your card was declined: there isn't enough money on it.
    [expired] Your card was declined, it has expired.
    [gone] The card that I have on file for you can't be charged any more.
    [amount] I'm afraid this amount can't be paid by card.
   *[none] Your card was declined.
  }
card-needs-you = Your bank wants you to confirm this payment yourself, and that can't be done by voice.
nothing-was-ordered = So nothing was ordered, and your cart is as it was.
try-another-card = You can put another card on file in your account, and try again.
pay-instead = { $method ->
    [invoice] Shall I put it on your invoice instead?
   *[other] Would you like to pay on delivery instead?
  }
no-card = I have no card of yours on file.
card-in-account = You can add one in your account with us.
pays-now = { $method ->
    [card] OK, your { $label } will be charged.
    [invoice] OK, it goes on your invoice.
   *[other] OK, you pay on delivery.
  }
cannot-pay-so = { $method ->
    [card] I'm afraid we don't take cards.
    [invoice] I'm afraid that can't go on an invoice.
   *[other] I'm afraid you can't pay on delivery here.
  }
can-pay = You can pay { $methods }. { $now ->
    [card] Now it is your card on file.
    [invoice] Now it is on invoice.
    [only] {""}
   *[other] Now it is on delivery.
  }
method-name = { $method ->
    [card] by the card on file
    [invoice] on invoice
   *[other] on delivery
  }
method-unknown = I didn't get how you would like to pay.
## The voice code

ask-code = { $what ->
    [buy] What is your voice code?
    [new] Which four digits shall be your voice code?
    [again] Would you say the same four digits again?
    [change] First, what is your voice code now?
   *[remove] First, what is your voice code?
  }
code-wrong = That is not your voice code. { $left ->
    [one] You have one more try.
   *[other] You have { $count } more tries.
  }
code-four-digits = A voice code has four digits, such as those of a year.
code-not-the-same = Those were other digits, so nothing is set.
code-set = Your voice code is set. I'll ask for it before I place an order.
code-removed = Your voice code is removed. I won't ask for it any more.
code-none = You have no voice code. You can say: set a voice code.
code-left = OK, nothing has changed.
code-not-asked = I don't need a code just now.
code-locked = Your voice code is locked after three wrong ones, so I can't place an order. Your cart stays as it is.
code-reset = { $contact ->
    [none] To have it reset, please contact the shop.
   *[other] To have it reset, { $contact }.
  }
offer-code = By the way, I can ask for a four-digit voice code before I place an order. Shall we set one?
again-offer-code = Shall we set a voice code?
sure-to-remove-code = Shall I remove your voice code?
not-ordered = OK, I haven't ordered anything. Your cart stays as it is.
something-changed = Before I order, something has changed.
price-now = { $name } is { $price } now, it was { $was } when I read it out.
only-left = Only { $count } { $name } { $left ->
    [one] is
   *[other] are
  } left, you have { $wanted } in your cart.
none-left = We are out of { $name } now.
no-longer-sold = Something in your cart is no longer sold.
cart-is-different = Your cart has changed since I read it out.
saving-gone = You no longer save { $was } with { $name }.
saving-new = You now save { $now } with { $name }.
saving-now = With { $name } you save { $now } now, it was { $was } when I read it out.
tax-now = { $was ->
    [none] There is a tax of { $now } now.
   *[other] { $now ->
        [none] There is no tax any more, it was { $was }.
       *[other] Tax is { $now } now, it was { $was }.
      }
  }
delivery-now = { $was ->
    [none] Delivery is { $now } now, it was free.
   *[other] { $now ->
        [none] Delivery is free now, it was { $was }.
       *[other] Delivery is { $now } now, it was { $was }.
      }
  }
arrives-now = It would come { $now }, and no longer { $was }.
way-changed = It can't come the way I read out.
way-gone = I can't offer the delivery you chose for this.
slot-gone = There is nothing free { $when }.
slot-gone-next = There is nothing free { $when }. The next free time is { $other }.
too-soon = It can't be there { $day }. The soonest is { $soonest }.
cannot-deliver = I'm afraid we don't deliver to { $address }.
pick-up-instead = You can pick it up at { $name }, { $address }. Shall I do that?
shall-i-fit = Shall I take what there is?
nothing-to-buy = Your cart is empty, so there is nothing to order yet.
not-in-it = Not in it yet, since I don't know which: { $things }.
nothing-left-to-buy = Nothing of it is left, so your cart is empty now.
no-quote = I have to read you the total again.

## Delivery and picking up

usual-delivery = delivery
can-come = It can come { $day } by { $names }.
cannot-come = It can't come { $day }.
for-price = for { $price }
free = at no charge
will-come = OK, { $name }{ $when }, { $price }.
will-pick-up = OK, you pick it up at { $address }{ $when }.
soonest-by = That is { $name }, { $price }. Shall I take that?
no-such-method = I don't have that kind of delivery.
method-for = { $name } { $price }
methods = I can offer { $names }.
or-pick-up = Or you pick it up at { $address }.
collect-only = You collect it at { $address }.
no-store = There is no place to pick things up, so we deliver.
no-address = I have no address of yours to deliver to.
store-at = { $name } is at { $address }.
store-open = It is open { $day } from { $opens } to { $closes }.
store-closed = It is closed { $day }.

## Coupons

which-code = What is the code?
coupon-taken = I've taken the coupon { $code }: { $name }. You save { $amount }.
coupon-kept = The coupon { $code } is on your cart: { $name }.
coupon-waits = I'll keep it for you.
coupon-there = The coupon { $code } is on your cart already.
coupon-removed = { $n ->
    [one] I've taken the coupon { $codes } off.
   *[other] I've taken the coupons { $codes } off.
  }
no-coupon = There is no coupon on your cart.
on-offer = On offer now: { $names }.
also-on-offer = Also on offer: { $names }.
nothing-on-offer = There are no offers right now.

coupon-unknown = I don't know a coupon { $code }.
coupon-withdrawn = The coupon { $code } is not valid any more.
coupon-not-yet = The coupon { $code } starts { $day }.
coupon-expired = The coupon { $code } ran out { $day }.
coupon-limit-reached = The coupon { $code } has been used up.
coupon-already-used = { $n ->
    [one] You have used the coupon { $code } already.
   *[other] You have used the coupon { $code } { $n } times, that is as often as it goes.
  }
coupon-not-for-you = The coupon { $code } is for other customers.
coupon-minimum = The coupon { $code } needs { $amount } more.
coupon-nothing = The coupon { $code } takes nothing off what is in your cart.
coupon-not-with = { $other ->
    [none] The coupon { $code } can't be combined with your other offers, which save you more.
   *[other] The coupon { $code } can't be combined with { $other }, which saves you more.
  }

## Orders

status = Order { order-number } { $state }. You ordered { $items } { $day }.
state-placed = has been placed and is waiting to be packed
state-packed = is packed and has not left yet
state-part_shipped = is on its way in part
state-shipped = is on its way
state-part_delivered = was delivered in part
state-delivered = was delivered
state-cancelled = was cancelled
parts-delivered = Already with you: { $items }.
parts-on-their-way = On the way: { $items }.
parts-waiting = Still here: { $items }.
no-such-order = I couldn't find an order { order-number } of yours.
latest-order = Your latest one is { order-number }.
day-on = on { $date }
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
sure-to-cancel = Order { order-number }, placed { $day }, is { $items }, for { $total }. Shall I cancel it?
sure-to-cancel-rest = A part of order { order-number } has left already. Still here: { $items }. Shall I cancel that?
cancelled = Order { order-number } is cancelled. { $paid ->
    [no] You pay nothing for it.
   *[yes] { "" }
  }
cancelled-rest = I cancelled { $items } of order { order-number }. The order is { $total } now.
too-late = Order { order-number } can't be cancelled: it { $state }.
return-instead = You can send it back within { $days ->
    [one] one day
   *[other] { $days } days
  }: say, return my order.
return-instead-later = Once it is here you can send it back within { $days ->
    [one] one day
   *[other] { $days } days
  }.
not-cancelled = OK, the order stays as it is.
contact = To speak to a person, { $contact }.
no-contact = I have no number for a person there.
seller = The seller is { $shop }, { $address }.

## What people ask of a shop beside its goods

about-shop = { $topic ->
    [gift-wrapping] I'm afraid I can't have things gift wrapped.
    [gift-card] I'm afraid I can't sell gift cards.
    [gift-message] I'm afraid I can't put a note in with an order.
    [loyalty] I know of no points or loyalty program here.
    [price-match] I can't match other shops' prices, I'm afraid. Ask me what is on sale.
    [samples] I'm afraid I have no samples to give.
    [subscription] I can't send things regularly, but you can say, order the same again.
    [tip] I can't take a tip, and you need not give one.
    [receipt] I can't send a receipt from here, but I can tell you what you ordered and what it cost.
    [minimum-order] There is no minimum order.
    [allergies] I can't pick things by what you are allergic to: ask me about one, and I'll say what its label tells.
   *[other] I'm afraid I can't do that here.
  }

## What was ordered before

past-order = Order { order-number }, placed { $day }, is { $items }, for { $total }. It { $state }.
bought-last = You last ordered { $items } { $day }, for { $price }. That was order { order-number }.
nothing-ordered-then = You ordered nothing then.
which-days = I don't know which days { $words } means.
orders-count = { $n ->
    [one] There is one order.
   *[other] There are { $count } orders.
  }
listed-order = Order { order-number }, placed { $day }, for { $total }, { $state }.
shall-i-go-on = Shall I go on?
again-go-on = Shall I read the next orders? Yes or no?

## Changing an order

sure-to-change = { $kind ->
    [more] That adds { $items } to order { order-number }.
   *[fewer] That takes { $items } out of order { order-number }.
  } The new total is { $total }. Shall I change it?
again-change = Shall I change the order? Yes or no?
order-changed = Order { order-number } is { $items } now, for { $total }.
order-already-so = Order { order-number } is about { $items } already.
order-price-other = { $name } is { $price } now, in order { order-number } it was { $was }, so more of it is a new order.
order-short = { $left ->
    [0] We have no more of it: I can't add any { $name }.
    [one] Only one more { $name } is left.
   *[other] Only { $count } more { $name } are left.
  }
which-in-order = Which one of order { order-number } do you mean: { $names }?
what-to-change = Order { order-number } has { $names }. Which one shall I change?
change-paid = Order { order-number } is paid already, so I can't add to it.
change-too-many = { $n ->
    [0] None of it can be changed any more.
    [one] Only one can be changed.
   *[other] Only { $count } can be changed.
  }
change-too-late = Order { order-number } can't be changed like that: it { $state }.
order-anew = You can order it anew.
sure-to-readdress = Order { order-number } goes to { $was }. Shall I send it to { $address } instead?
again-readdress = Shall I send it to the new address? Yes or no?
readdressed = Order { order-number } goes to { $address } now.
address-as-it-is = Order { order-number } goes to { $address }. I know no other address of yours: change it in your account, then ask me again.

## Sending back and paying back

sure-to-return = You can send back { $items } of order { order-number }. Returns of it end { $until }. { $paid ->
    [no] { "" }
   *[yes] You get back { $total }.
  } Shall I announce the return?
again-return = Shall I announce the return? Yes or no?
return-policy = You can send things back within { $days ->
    [one] one day
   *[other] { $days } days
  } after they came, and we pay them back: say, return my order.
return-announced = The return is announced. Its number is { return-number }. Send or bring it to { $address }, with that number.
return-number = <say-as interpret-as="digits">{ $return_number }</say-as>
return-pays = When it is here we pay back { $total }.
return-open = You are sending back { $items }, with the return number { return-number }.
return-too-late = Order { order-number } can't be sent back any more: we take returns for { $days ->
    [one] one day
   *[other] { $days } days
  }, and that ended { $until }.
return-too-many = You can send back at most { $count }.
return-nothing = There is nothing of order { order-number } left to send back.
return-not-here = Order { order-number } can't be sent back: it { $state }.
cancel-instead = You can cancel it: say, cancel my order.
not-in-order = There { $n ->
    [one] is
   *[other] are
  } no { $words } in order { order-number }. It is { $items }.
not-returned = OK, nothing is sent back.
exchange-add = Shall I add { $items } to your cart in exchange?
exchange-none = We have no more of it to exchange it for.
refund-open = { $total } will be paid back to you.
refund-done = { $total } was paid back to you.
refund-of = About order { order-number }.
no-refund = Nothing is to be paid back for order { order-number }.

## Help and what was not understood

help-start = You can say: do you have oat milk; add two bananas; what's in my cart; order the same again; check out; where is my order; cancel my order; return my order; or where is my refund. What would you like?
help-offer = You can say the first one, the second one, the cheaper one, or what else. Which one would you like?
help-choose = I need to know which one you mean. Say its name or its place in the list, or say stop. Which one is it?
help-yes-no = I need a yes or a no. { $question }
help-buy = Say yes to place exactly the order that I read out, or no to keep shopping. Shall I place the order?
help-cart = You can add more, say make it three, remove something, undo, or check out. For orders you placed, say where is my order, cancel my order, or return my order. What would you like?
not-understood =
    .a = Sorry, I didn't get that.
    .b = Sorry, I missed that.
not-understood-out = Let's leave that. You can say what's in my cart, check out, or stop. What would you like?
nothing-asked = I hadn't asked anything. You can ask for a product, order what you had before, or check out. What would you like?
nothing-said-yet = I haven't said anything yet. What would you like?
trouble = Sorry, the shop has trouble with its books right now. Nothing was changed. Please try again in a moment.
ordered-card-title = Order { $number }

## Asked again after silence

again-else = You can add something, or say check out. What would you like?
again-what = You can ask for a product, order what you had before, or check out. What would you like?
again-which = Which one would you like: { $names }?
again-which-kind = Which { $words ->
    [none] one
   *[other] { $words }
  } would you like: { $names }?
again-add = Shall I add { $name }? Yes or no?
again-empty = Shall I empty your cart? Yes or no?
again-buy = Shall I place the order for { $total }? Yes or no?
again-fit = Shall I take what there is? Yes or no?
again-cancel = Shall I cancel that order? Yes or no?
again-order = Shall I add that order to your cart? Yes or no?
again-checkout = Shall I check out? Yes or no?
again-offer = Say its name, or the first, the second or the third. Which one would you like?
again-many = How many would you like?
