import unicodedata
from textual import events
async def test_a(open_live):
    async with open_live() as live:
        print([ (i.probe,i.budget_seconds) for i in live.script.agenda])
        print(live.seen())
        print(live.on_top, [type(s).__name__ for s in live.app.screen_stack])
async def test_f9(open_live):
    async with open_live() as live:
        await live.press("f9"); await live.top("CurtainScreen")
        await live.press("ctrl+p"); print("palette?", live.on_top)
        await live.press("escape"); print(live.on_top)
        if live.on_top!="CurtainScreen": return
        await live.press("f9"); print("f9 back?", live.on_top)
async def test_paste(open_live):
    async with open_live() as live:
        await live.press("enter")
        live.app.post_message(events.Paste("ab\x1b[31mred\x9b\u202ex\nsecond"))
        await live.pilot.pause()
        print(repr(live.note.value))
        await live.press("enter")
        print(live.lines, ascii(live.area("evidence")))
        assert "\x1b" in live.seen()
async def test_quit(open_live):
    async with open_live() as live:
        await live.press("enter", "a", "b", "c", "ctrl+q")
        await live.pilot.pause()
        print("draft", repr(live.state.draft), live.app._exit)
