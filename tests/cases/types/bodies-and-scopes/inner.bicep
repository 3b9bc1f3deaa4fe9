param settings object?
