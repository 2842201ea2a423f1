"""The file Chainlit loads: hangs our handlers on its hooks. Alone here, imported by nobody.

Chainlit's decorators wrap handlers in steps of their own and ask nothing about owners; the hooks
are set directly instead, so that what is on the page is what an event says.
"""

from chainlit.config import config

from app.chat import auth, handlers, starters
from app.chat.data_layer import ConversationLayer

config.code.header_auth_callback = auth.header_auth
config.code.data_layer = ConversationLayer
config.code.set_chat_profiles = starters.chat_profiles
config.code.on_message = handlers.on_message
config.code.on_chat_resume = handlers.on_chat_resume
config.code.on_chat_end = handlers.on_chat_end
