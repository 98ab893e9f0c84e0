/** The one door into DJL's native library that DJL keeps to its own package; nothing else belongs here. */
@NullMarked
package ai.djl.pytorch.jni;

import org.jspecify.annotations.NullMarked;
