"""Chinese for forecasts of what will be missed."""

FORECAST = {
    "Also what will probably be missed, as similar ones were.": "并按同类历史预测可能超时的事项。",
    "No forecast: nothing else is likely to be missed soon, or too little is known.": "无预测：近期没有其他可能超时的事项，或历史案例太少。",
    "{n} may be missed": "{n} 项可能超时",
    "{cases} cases with the same {of}": "同{of}案例 {cases} 件",
    "too few cases": "案例太少",
    "Chance": "超时可能",
    "Cases": "案例",
    "Same": "相同项",
}
