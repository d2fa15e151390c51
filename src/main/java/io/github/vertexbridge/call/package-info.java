/**
 * The words of one call: values that cross rooms and the few small interfaces between them.
 *
 * <p>Knows nothing of ours and no library; every other package may know it.
 */
@NullMarked
package io.github.vertexbridge.call;

import org.jspecify.annotations.NullMarked;
