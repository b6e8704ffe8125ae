#pragma once

/* How often to press the bellows until a fire of so many logs burns. */
static inline int bellows_strokes(int logs) { return 3 * logs; }
