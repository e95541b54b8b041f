import pytest
@pytest.mark.parametrize("a,b",[((60,13),(80,24)),((120,35),(80,24)),((80,24),(40,10)),((49,30),(60,30))])
async def test_r(open_live,a,b):
    async with open_live(a, begin=False) as live:
        await live.press("a")
        await live.pilot.resize_terminal(*b)
        for i in range(4):
            await live.pilot.pause()
        ar=live.board.arrangement
        print(a,b, ar.layout, {v.id:tuple(v.region) for v in live.views})
        print(live.live.query_one("#clock").region, live.live.query_one("#clock").size)
        print(live.seen()[:200])
