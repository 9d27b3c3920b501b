using CsCheck;
using Emulator.KvCache;

namespace Tests.Unit.KvCache;

public class PrefixIndexTests
{
    private const int Blocks = 12;
    private const int Contents = 3;

    /// <summary>Beside a list of blocks for each content, in order of registration: what the index keeps in links.</summary>
    [Fact]
    public void The_oldest_of_the_blocks_that_carry_a_hash_is_found_whichever_of_them_go() =>
        Gen.Select(Gen.Int[0, Blocks - 1], Gen.Int[0, Contents - 1]).Array[0, 300].Sample(
            moves =>
            {
                PrefixIndex index = new(Blocks / 2);
                index.Reserve(Blocks);
                List<int>[] carriers = [.. Enumerable.Range(0, Contents).Select(_ => new List<int>())];
                foreach ((int block, int content) in moves)
                {
                    if (index.Carries(block))
                    {
                        index.Forget(block);
                        Array.ForEach(carriers, list => list.Remove(block));
                    }
                    else
                    {
                        index.Register(block, Hash(content));
                        carriers[content].Add(block);
                    }

                    Assert.Equal(carriers.Select(list => list.Count > 0 ? list[0] : -1), Enumerable.Range(0, Contents).Select(i => index.Find(Hash(i))));
                    Assert.Equal(carriers.SelectMany(list => list).Order(), Enumerable.Range(0, Blocks).Where(index.Carries));
                }
            },
            iter: 1_000);

    private static BlockHash Hash(int content) => new(7, (ulong)content);
}
