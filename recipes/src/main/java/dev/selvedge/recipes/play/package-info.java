/**
 * Self-play: recipes of the family, each made of the same few parts, and the stages that practise.
 *
 * <p>Systems whose parts are all here, so that each is a recipe and no machinery. Those in capitals are written; of the
 * others it is said what they would be made of. SPIRAL's credit is here too ({@code Credit.spiral}), its games are not.
 *
 * <table>
 * <caption>System, and what it is made of beside {@code Player}, {@code Inquiry}, {@code Practice}</caption>
 * <tr><td>{@link dev.selvedge.recipes.play.Darc DARC}</td><td>{@code Vote} with the document, {@code SuccessRate},
 *     {@code Shape.Anchor}, {@code LevelRanking}, {@code RepeatedQuestions}; a curriculum; {@code Labelled}</td></tr>
 * <tr><td>{@link dev.selvedge.recipes.play.RZero R-ZERO}</td><td>{@code Vote}, {@code Shape.Tent} or {@code HalfTent},
 *     {@code DuplicateShare}, {@code Window} of values, {@code Schedule}, {@code Graded}</td></tr>
 * <tr><td>{@link dev.selvedge.recipes.play.Spice SPICE}</td><td>{@code OwnAnswer}, {@code Solving}, {@code
 *     Shape.VarianceBell}, a {@code Credit} for each role</td></tr>
 * <tr><td>{@link dev.selvedge.recipes.play.Spin SPIN}</td><td>snapshots as stages, {@code Preference.spin}</td></tr>
 * <tr><td>R-Few</td><td>R-Zero, with examples as one more field of the Challenger's view, {@code Window} of percentiles,
 *     and a {@code Pool} of people's questions in the Solver's drill</td></tr>
 * <tr><td>MAE</td><td>three roles on one model as in Absolute Zero; an {@code Inquiry} that asks the judge's role for
 *     quality, {@code Shape.Adversary}, a {@code PeerTerm} for the thirds, {@code ReinforcePlusPlus} for each role</td></tr>
 * <tr><td>SPC</td><td>two models against snapshots of each other, {@code Schedule}; its games and the supervised set of
 *     its first round as {@code PolicyExample}s with advantages 1, -1 and 0, {@code PolicyGradient.spc}</td></tr>
 * <tr><td>SPaR</td><td>actor and refiner as two roles, {@code SuccessRate} by the refiner's votes, {@code TreeSearch},
 *     {@code Preference.dpo} with {@code likelihood}; {@code NextToken} for the refiner</td></tr>
 * <tr><td>Ditto</td><td>two views of one role card, {@code NextToken} on the narrower one</td></tr>
 * <tr><td>Data augmentation models</td><td>a {@code Player} for each kind of expansion, gates, {@code NextToken}</td></tr>
 * <tr><td>{@link dev.selvedge.recipes.play.AbsoluteZero ABSOLUTE ZERO}, which needs an executor beside</td><td>the
 *     virtual device behind a {@code Verifier}, three {@code Pool}s, {@code Shape.Hardness}, six {@code Credit}s</td></tr>
 * </table>
 */
@NullMarked
package dev.selvedge.recipes.play;

import org.jspecify.annotations.NullMarked;
