"""Which function answers which intent: the table of contents of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from skill.conversation import (
    adding,
    answering,
    cart,
    checkout,
    choosing,
    coming,
    coupons,
    finding,
    helping,
    order_changes,
    orders,
    past_orders,
    reordering,
    returning,
)
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

Answer = Callable[[Talk], Reply]

INTENTS: Mapping[str, Answer] = {
    "SearchProductsIntent": finding.search_products,
    "ProductDetailsIntent": finding.product_details,
    "ListDepartmentsIntent": finding.list_departments,
    "ListDealsIntent": finding.list_deals,
    "ListNewIntent": finding.list_new,
    "CheaperIntent": finding.cheaper,
    "ChooseItemIntent": choosing.choose_item,
    "AddToCartIntent": adding.add_to_cart,
    "OrderItemsIntent": adding.order_items,
    "RemoveFromCartIntent": cart.remove_from_cart,
    "ChangeQuantityIntent": cart.change_quantity,
    "ChangeItemIntent": cart.change_item,
    "UndoIntent": cart.undo,
    "ViewCartIntent": cart.view_cart,
    "ClearCartIntent": cart.clear_cart,
    "ReorderIntent": reordering.reorder,
    "CheckoutIntent": checkout.check_out,
    "ApplyCouponIntent": coupons.apply,
    "RemoveCouponIntent": coupons.remove,
    "OffersIntent": coupons.on_offer,
    "ChooseDeliveryIntent": coming.choose_delivery,
    "PickUpIntent": coming.collect,
    "DeliveryOptionsIntent": coming.options,
    "StoreHoursIntent": coming.opening_hours,
    "OrderStatusIntent": orders.order_status,
    "CancelOrderIntent": orders.cancel_order,
    "ListOrdersIntent": past_orders.list_orders,
    "OrderHistoryIntent": past_orders.order_history,
    "RefundStatusIntent": past_orders.refund_status,
    "ChangeOrderIntent": order_changes.change_order,
    "ChangeAddressIntent": order_changes.change_address,
    "ReturnOrderIntent": returning.return_order,
    "ExchangeOrderIntent": returning.exchange_order,
    "ContactSellerIntent": orders.contact_seller,
    "ThanksIntent": helping.thanks,
    "AMAZON.YesIntent": answering.yes,
    "AMAZON.NoIntent": answering.no,
    "AMAZON.NextIntent": answering.go_on,
    "AMAZON.MoreIntent": answering.go_on,
    "AMAZON.PreviousIntent": answering.go_back,
    "AMAZON.RepeatIntent": helping.repeat,
    "AMAZON.HelpIntent": helping.help_now,
    "AMAZON.StopIntent": helping.stop,
    "AMAZON.CancelIntent": helping.stop,
    "AMAZON.StartOverIntent": cart.clear_cart,
    "AMAZON.NavigateHomeIntent": helping.launch,
    "AMAZON.FallbackIntent": helping.not_understood,
}

# These only look: they need no lock and no memory of the request.
LOOKING = frozenset(
    {
        "SearchProductsIntent",
        "ListDepartmentsIntent",
        "ListDealsIntent",
        "ListNewIntent",
        "CheaperIntent",
        "ViewCartIntent",
        "OrderStatusIntent",
        "ListOrdersIntent",
        "OrderHistoryIntent",
        "RefundStatusIntent",
        "ContactSellerIntent",
        "ThanksIntent",
        "AMAZON.NextIntent",
        "AMAZON.MoreIntent",
        "AMAZON.RepeatIntent",
        "AMAZON.HelpIntent",
        "AMAZON.StopIntent",
        "AMAZON.CancelIntent",
        "AMAZON.NavigateHomeIntent",
        "AMAZON.FallbackIntent",
    }
)
